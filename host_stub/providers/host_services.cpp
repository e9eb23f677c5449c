#include "providers/host_services.hpp"

#include "idp_plugin.hpp"

#include <algorithm>

namespace host {
namespace {

// The two levels above "error" say that the contract was broken, which is an error of somebody's code.
log_level level_of(const idp_log_record& record) {
    return static_cast<log_level>(std::clamp<int>(record.level, IDP_LOG_TRACE, IDP_LOG_ERROR));
}

std::string_view event_of(const idp_log_record& record) {
    if (record.level == IDP_LOG_HOST_MISBEHAVED) return "host_misbehaved";
    if (record.level == IDP_LOG_PLUGIN_MISBEHAVED) return "provider_misbehaved";
    return "provider";
}

}  // namespace

// No exception crosses into a provider, which survives a store that fails.
template <class Use>
idp_status host_services::use_store(Use use) noexcept {
    try {
        return use(*store_);
    } catch (const std::exception& why) {
        log_.write(log_level::error, "store_failed", {{"why", why.what()}});
        return IDP_E_INTERNAL;
    }
}

const idp_host_kv_v1 host_services::kv_table{
    .struct_size = sizeof kv_table,
    .flags = 0,
    .get =
        [](void* ctx, const idp_str* key, void (*sink)(void*, const char*, std::size_t), void* user) {
            return static_cast<host_services*>(ctx)->use_store([&](auto& store) -> idp_status {
                const auto value = store.get(idp::view(*key));
                if (!value) return IDP_NO;
                sink(user, value->data(), value->size());
                return IDP_OK;
            });
        },
    .put =
        [](void* ctx, const idp_str* key, const idp_str* value, std::uint32_t ttl_ms) {
            return static_cast<host_services*>(ctx)->use_store([&](auto& store) -> idp_status {
                store.put(idp::view(*key), idp::view(*value), std::chrono::milliseconds{ttl_ms});
                return IDP_OK;
            });
        },
    .put_if_absent =
        [](void* ctx, const idp_str* key, const idp_str* value, std::uint32_t ttl_ms) {
            return static_cast<host_services*>(ctx)->use_store([&](auto& store) -> idp_status {
                const std::chrono::milliseconds lifetime{ttl_ms};
                return store.put_if_absent(idp::view(*key), idp::view(*value), lifetime) ? IDP_OK : IDP_NO;
            });
        },
};

host_services::host_services(event_log& log, std::function<wall_time()> clock, key_value_store* store)
    : log_{log}, now_{std::move(clock)}, store_{store} {
    table_.struct_size = sizeof table_;
    table_.abi_minor = IDP_ABI_MINOR;
    table_.ctx = this;
    table_.name = "idp-host";
    table_.version = IDP_HOST_VERSION;
    table_.log = [](void* ctx, const idp_log_record* theirs) noexcept {
        const auto record = idp::known(theirs);
        const wall_time when{std::chrono::milliseconds{record.time_ms}};
        static_cast<host_services*>(ctx)->log_.write_at(
            when, level_of(record), event_of(record),
            {{"op", std::to_string(record.op_id)}, {"text", std::string{idp::view(record.text)}}});
    };
    if (store_)
        table_.get_extension = [](void*, const char* id) noexcept -> const void* {
            return id == std::string_view{IDP_HOST_KV_V1} ? &kv_table : nullptr;
        };
    table_.wall_clock_ms = [](void* ctx) noexcept {
        const auto now = static_cast<host_services*>(ctx)->now_().time_since_epoch();
        return static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::milliseconds>(now).count());
    };
}

}  // namespace host
