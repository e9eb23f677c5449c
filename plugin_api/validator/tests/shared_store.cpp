#include "validator/tests/shared_store.hpp"

#include <pthread.h>
#include <sys/mman.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <new>
#include <stdexcept>
#include <string_view>

namespace validator {

struct shared_store::memory {
    struct entry {
        std::size_t key_size, value_size;  // without a key it is free
        std::array<char, IDP_MAX_KV_KEY> key_bytes;
        std::array<char, IDP_MAX_KV_VALUE> value_bytes;

        std::string_view key() const { return {key_bytes.data(), key_size}; }
        std::string_view value() const { return {value_bytes.data(), value_size}; }
    };
    pthread_mutex_t mutex;
    std::array<entry, 256> entries;

    entry* find(std::string_view key) {
        const auto found = std::ranges::find(entries, key, &entry::key);
        return found == entries.end() ? nullptr : &*found;
    }
    bool set(std::string_view key, std::string_view value) {
        auto* at = find(key);
        if (!at) at = find({});
        if (!at || key.empty() || key.size() > at->key_bytes.size() || value.size() > at->value_bytes.size())
            return false;
        at->key_size = key.copy(at->key_bytes.data(), key.size());
        at->value_size = value.copy(at->value_bytes.data(), value.size());
        return true;
    }
};

namespace {

class locked {
public:
    explicit locked(pthread_mutex_t& mutex) : mutex_{mutex} { pthread_mutex_lock(&mutex_); }
    ~locked() { pthread_mutex_unlock(&mutex_); }
    locked(const locked&) = delete;

private:
    pthread_mutex_t& mutex_;
};

}  // namespace

shared_store::memory* shared_store::offered = nullptr;

shared_store::shared_store()
    : memory_{static_cast<memory*>(
          ::mmap(nullptr, sizeof(memory), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0))} {
    if (memory_ == MAP_FAILED) throw std::bad_alloc{};
    pthread_mutexattr_t attributes;
    pthread_mutexattr_init(&attributes);
    pthread_mutexattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED);
    pthread_mutex_init(&memory_->mutex, &attributes);
    pthread_mutexattr_destroy(&attributes);
}

shared_store::~shared_store() { ::munmap(memory_, sizeof(memory)); }

void shared_store::offer(attentive_host& host) const {
    static constexpr idp_host_kv_v1 table{sizeof table, 0, &shared_store::get, &shared_store::put,
                                          &shared_store::put_if_absent};
    offered = memory_;
    host.table().get_extension = [](void*, const char* id) -> const void* {
        return std::string_view{id} == IDP_HOST_KV_V1 ? &table : nullptr;
    };
}

std::map<std::string, std::string> shared_store::values() const {
    std::map<std::string, std::string> out;
    const locked lock{memory_->mutex};
    for (const auto& entry : memory_->entries)
        if (entry.key_size > 0) out.emplace(entry.key(), entry.value());
    return out;
}

void shared_store::replace(const std::map<std::string, std::string>& values) {
    const locked lock{memory_->mutex};
    for (auto& entry : memory_->entries)
        entry.key_size = entry.value_size = 0;
    for (const auto& [key, value] : values)
        memory_->set(key, value);
}

// The value is handed over without the lock: who knows what the plugin does with it.
idp_status IDP_CALL shared_store::get(void*, const idp_str* key, void(IDP_CALL* sink)(void*, const char*, std::size_t),
                                      void* user) {
    std::string value;
    {
        const locked lock{offered->mutex};
        const auto* found = key->len > 0 ? offered->find(idp::view(*key)) : nullptr;
        if (!found) return IDP_NO;
        value = found->value();
    }
    sink(user, value.data(), value.size());
    return IDP_OK;
}

idp_status IDP_CALL shared_store::put(void*, const idp_str* key, const idp_str* value, std::uint32_t) {
    const locked lock{offered->mutex};
    return offered->set(idp::view(*key), idp::view(*value)) ? IDP_OK : IDP_E_BUSY;
}

idp_status IDP_CALL shared_store::put_if_absent(void*, const idp_str* key, const idp_str* value, std::uint32_t) {
    const locked lock{offered->mutex};
    if (offered->find(idp::view(*key))) return IDP_NO;
    return offered->set(idp::view(*key), idp::view(*value)) ? IDP_OK : IDP_E_BUSY;
}

}  // namespace validator
