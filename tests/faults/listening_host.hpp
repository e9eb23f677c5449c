#pragma once

#include "idp_plugin.hpp"

#include <atomic>
#include <mutex>
#include <string>
#include <string_view>

namespace faults {

// What a host gives the plugin: a clock that the test may move, a log that keeps every line, and perhaps a store, whose
// functions get this host as their ctx.
class listening_host {
public:
    explicit listening_host(const idp_host_kv_v1* kv = nullptr, void* store_of_kv = nullptr)
        : store{store_of_kv}, kv_{kv} {
        table_.struct_size = sizeof table_;
        table_.abi_minor = IDP_ABI_MINOR;
        table_.ctx = this;
        table_.name = "faults";
        table_.version = "1.0.0";
        table_.log = [](void* self, const idp_log_record* record) {
            auto& host = *static_cast<listening_host*>(self);
            const std::lock_guard lock{host.mutex_};
            host.log_ += std::string{idp::view(record->text)} + '\n';
        };
        table_.get_extension = [](void* self, const char* id) -> const void* {
            return id == std::string_view{IDP_HOST_KV_V1} ? static_cast<listening_host*>(self)->kv_ : nullptr;
        };
        table_.wall_clock_ms = [](void* self) { return static_cast<listening_host*>(self)->clock_ms.load(); };
    }
    listening_host(const listening_host&) = delete;

    const idp_host_v1& table() const { return table_; }
    std::string log() const {
        const std::lock_guard lock{mutex_};
        return log_;
    }
    std::atomic<std::uint64_t> clock_ms{1'790'000'000'000};
    void* const store;

private:
    const idp_host_kv_v1* const kv_;
    idp_host_v1 table_{};
    mutable std::mutex mutex_;
    std::string log_;
};

}  // namespace faults
