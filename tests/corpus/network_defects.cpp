// Defects of a provider that has a server: of time, of secrets, of what runs beside the calls. Built upon idp_wecom.

#include "corpus/defect.hpp"

#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <ctime>
#include <mutex>
#include <set>
#include <string>
#include <string_view>

namespace {

void clear(idp_account* out) {
    const auto size = out->struct_size;
    *out = {};
    out->struct_size = size;
}

void wait_ms(long time) {
    const timespec moment{time / 1000, time % 1000 * 1'000'000};
    ::nanosleep(&moment, nullptr);
}

// idp.async/1 with another start.
const idp_async_v1* async() { return static_cast<const idp_async_v1*>(good().get_extension(IDP_ASYNC_V1)); }

template <auto start>
const void* extension_with(const char* id) {
    static const idp_async_v1 ours{sizeof ours, 0, start};
    return std::string_view{id} == IDP_ASYNC_V1 ? &ours : good().get_extension(id);
}

struct waiting {
    idp_resolved_fn done;
    void* user;
};

// A host like the one that was given, whose store is ours; it must outlive its instances, and so it never ends.
struct other_host {
    idp_host_v1 table;
    const idp_host_v1* original;
    idp_host_kv_v1 store;
    const idp_host_kv_v1* original_store;
    std::string configuration;
};
other_host& from(void* ctx) { return *static_cast<other_host*>(ctx); }

template <auto spoil>
idp_status create_with_store(const idp_host_v1* host, const idp_create_request* req, idp_instance** out,
                             idp_error* err) {
    const auto* const store = host && host->struct_size >= sizeof *host && host->get_extension
                                  ? static_cast<const idp_host_kv_v1*>(host->get_extension(host->ctx, IDP_HOST_KV_V1))
                                  : nullptr;
    if (!store) return good().create(host, req, out, err);
    auto& ours = *new other_host{*host, host, *store, store, {req->config_json.ptr, req->config_json.len}};
    ours.table.struct_size = sizeof ours.table;
    ours.table.ctx = &ours;
    ours.table.log = [](void* ctx, const idp_log_record* record) {
        from(ctx).original->log(from(ctx).original->ctx, record);
    };
    ours.table.wall_clock_ms = [](void* ctx) { return from(ctx).original->wall_clock_ms(from(ctx).original->ctx); };
    ours.table.get_extension = [](void* ctx, const char* id) -> const void* {
        if (id == std::string_view{IDP_HOST_KV_V1}) return &from(ctx).store;
        return from(ctx).original->get_extension(from(ctx).original->ctx, id);
    };
    ours.store = {sizeof ours.store, 0,
                  [](void* ctx, const idp_str* key, void (*sink)(void*, const char*, size_t), void* user) {
                      return from(ctx).original_store->get(from(ctx).original->ctx, key, sink, user);
                  },
                  [](void* ctx, const idp_str* key, const idp_str* value, uint32_t ttl_ms) {
                      return from(ctx).original_store->put(from(ctx).original->ctx, key, value, ttl_ms);
                  },
                  [](void* ctx, const idp_str* key, const idp_str* value, uint32_t ttl_ms) {
                      return from(ctx).original_store->put_if_absent(from(ctx).original->ctx, key, value, ttl_ms);
                  }};
    spoil(ours.store);
    return good().create(&ours.table, req, out, err);
}

thread_local bool store_failed = false;

}  // namespace

// Where nobody asked for idp.async/1: there it would hold up more than itself.
DEFECT(misses_its_deadline) {
    static std::atomic<bool> waits{true};
    table->get_extension = [](const char* id) {
        if (id == std::string_view{IDP_ASYNC_V1}) waits = false;
        return good().get_extension(id);
    };
    table->resolve_account = [](idp_instance* self, const idp_resolve_request* req, idp_account* out, idp_error* err) {
        const auto status = good().resolve_account(self, req, out, err);
        if (status == IDP_E_DEADLINE && req->timeout_ms == 200 && waits) wait_ms(1500);
        return status;
    };
}

DEFECT(ends_twice) {
    table->get_extension = extension_with<[](idp_instance* self, const idp_resolve_request* req, idp_resolved_fn done,
                                             void* user, idp_error* err) {
        if (!done) return async()->resolve_account_start(self, req, done, user, err);
        auto* const both = new waiting{done, user};
        const auto status = async()->resolve_account_start(
            self, req,
            [](void* all, idp_status end, idp_account* account, const idp_error* why) {
                const auto* const both_of = static_cast<waiting*>(all);
                both_of->done(both_of->user, end, account, why);
                if (end == IDP_E_DEADLINE) both_of->done(both_of->user, end, account, why);
                delete both_of;
            },
            both, err);
        if (status != IDP_OK) delete both;
        return status;
    }>;
}

DEFECT(says_its_secret) {
    table->create = [](const idp_host_v1* host, const idp_create_request* req, idp_instance** out, idp_error* err) {
        const auto status = good().create(host, req, out, err);
        if (status != IDP_OK) return status;
        idp_log_record record{};
        record.struct_size = sizeof record;
        record.level = IDP_LOG_DEBUG;
        std::string line{req->config_json.ptr, req->config_json.len};
        std::replace(line.begin(), line.end(), '\n', ' ');
        record.text = {line.data(), line.size()};
        host->log(host->ctx, &record);
        return status;
    };
}

DEFECT(remembers_cancellations) {
    static std::set<uint64_t> cancelled;
    static std::mutex mutex;
    table->cancel = [](idp_instance* self, uint64_t op_id) {
        const auto status = good().cancel(self, op_id);
        const std::unique_lock lock{mutex, std::try_to_lock};  // which may be held for ever after fork
        if (lock && status == IDP_NO) cancelled.insert(op_id);
        return status;
    };
    table->resolve_account = [](idp_instance* self, const idp_resolve_request* req, idp_account* out, idp_error* err) {
        const auto status = good().resolve_account(self, req, out, err);
        const std::unique_lock lock{mutex, std::try_to_lock};
        if (!lock || status != IDP_OK || req->op_id == 0 || !cancelled.contains(req->op_id)) return status;
        if (out->owner.release) out->owner.release(&out->owner);
        clear(out);
        return idp_status{IDP_E_CANCELLED};
    };
}

DEFECT(lets_connections_pass_to_programs) {
    table->resolve_account = [](idp_instance* self, const idp_resolve_request* req, idp_account* out, idp_error* err) {
        const auto status = good().resolve_account(self, req, out, err);
        const auto kept = errno;
        for (int fd = 3; fd < 256; ++fd) {
            sockaddr_in peer{};
            socklen_t size = sizeof peer;
            if (::getpeername(fd, reinterpret_cast<sockaddr*>(&peer), &size) == 0) ::fcntl(fd, F_SETFD, 0);
        }
        errno = kept;
        return status;
    };
}

DEFECT(calls_the_end_a_failure) {
    table->resolve_account = [](idp_instance* self, const idp_resolve_request* req, idp_account* out, idp_error* err) {
        const auto status = good().resolve_account(self, req, out, err);
        const bool by_destroy = status == IDP_E_CANCELLED && err && err->reason == std::string_view{"shutdown"};
        if (by_destroy) err->status = IDP_E_NETWORK;
        return by_destroy ? idp_status{IDP_E_NETWORK} : status;
    };
}

DEFECT(lets_strangers_in) {
    table->resolve_account = [](idp_instance* self, const idp_resolve_request* req, idp_account* out, idp_error* err) {
        idp_error own{};
        own.struct_size = sizeof own;
        const auto status = good().resolve_account(self, req, out, err ? err : &own);
        const auto& why = err ? *err : own;
        const bool nameless = status == IDP_E_UPSTREAM && std::string_view{why.detail}.ends_with("userid is no string");
        if (!nameless) return status;
        out->verdict = IDP_VERDICT_MEMBER;
        out->issuer = {"wecom:ww1a2b3c4d5e6f7a8b", 24};
        return idp_status{IDP_OK};
    };
}

DEFECT(needs_the_store) {
    table->create = create_with_store<[](idp_host_kv_v1& store) {
        store.put_if_absent = [](void* ctx, const idp_str* key, const idp_str* value, uint32_t ttl_ms) {
            const auto& host = from(ctx);
            const auto status = host.original_store->put_if_absent(host.original->ctx, key, value, ttl_ms);
            store_failed = status < 0;
            return status;
        };
    }>;
    table->resolve_account = [](idp_instance* self, const idp_resolve_request* req, idp_account* out, idp_error* err) {
        store_failed = false;
        const auto status = good().resolve_account(self, req, out, err);
        if (status != IDP_OK || !store_failed) return status;
        if (out->owner.release) out->owner.release(&out->owner);
        clear(out);
        return idp_status{IDP_E_BUSY};
    };
}

// Anybody who reads the store learns the secret of the app.
DEFECT(stores_in_clear) {
    table->create = create_with_store<[](idp_host_kv_v1& store) {
        store.put_if_absent = [](void* ctx, const idp_str* key, const idp_str*, uint32_t ttl_ms) {
            const auto& host = from(ctx);
            const idp_str clear{host.configuration.data(), host.configuration.size()};
            return host.original_store->put_if_absent(host.original->ctx, key, &clear, ttl_ms);
        };
    }>;
}
