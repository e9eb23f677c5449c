// Defects of a provider that has a server: of time, of secrets, of what runs beside the calls. Built upon idp_wecom.

#include "corpus/defect.hpp"

#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstring>
#include <ctime>
#include <map>
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

// The account of a login that went well, and the store of the host.
template <auto then>
idp_status resolve_then(idp_instance* self, const idp_resolve_request* req, idp_account* out, idp_error* err) {
    const auto status = good().resolve_account(self, req, out, err);
    return status == IDP_OK ? then(self, out) : status;
}

// The hosts that offer a store, by instance.
std::mutex mutex;
std::map<idp_instance*, const idp_host_v1*> hosts;

idp_status create_with_store(const idp_host_v1* host, const idp_create_request* req, idp_instance** out,
                             idp_error* err) {
    const auto status = good().create(host, req, out, err);
    const std::lock_guard lock{mutex};
    if (status == IDP_OK && host->get_extension) hosts[*out] = host;
    return status;
}

struct store {
    const idp_host_kv_v1* functions = nullptr;
    void* ctx = nullptr;
};

store store_of(idp_instance* self) {
    const std::lock_guard lock{mutex};
    const auto at = hosts.find(self);
    if (at == hosts.end()) return {};
    const auto& host = *at->second;
    return {static_cast<const idp_host_kv_v1*>(host.get_extension(host.ctx, IDP_HOST_KV_V1)), host.ctx};
}
constexpr idp_str key{"last-login", 10};

}  // namespace

DEFECT(misses_its_deadline) {
    table->resolve_account = [](idp_instance* self, const idp_resolve_request* req, idp_account* out, idp_error* err) {
        const auto status = good().resolve_account(self, req, out, err);
        if (status == IDP_E_DEADLINE) wait_ms(1500);
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
                if (end != IDP_OK) both_of->done(both_of->user, end, account, why);
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
        const std::lock_guard lock{mutex};
        if (status == IDP_NO) cancelled.insert(op_id);
        return status;
    };
    table->resolve_account = [](idp_instance* self, const idp_resolve_request* req, idp_account* out, idp_error* err) {
        const auto status = good().resolve_account(self, req, out, err);
        const std::lock_guard lock{mutex};
        if (status != IDP_OK || req->op_id == 0 || !cancelled.contains(req->op_id)) return status;
        if (out->owner.release) out->owner.release(&out->owner);
        clear(out);
        return idp_status{IDP_E_CANCELLED};
    };
}

DEFECT(lets_connections_pass_to_programs) {
    table->resolve_account = [](idp_instance* self, const idp_resolve_request* req, idp_account* out, idp_error* err) {
        const auto status = good().resolve_account(self, req, out, err);
        for (int fd = 3; fd < 256; ++fd) {
            sockaddr_in peer{};
            socklen_t size = sizeof peer;
            if (::getpeername(fd, reinterpret_cast<sockaddr*>(&peer), &size) == 0) ::fcntl(fd, F_SETFD, 0);
        }
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
        const bool nameless = (status == IDP_E_UPSTREAM && why.reason == std::string_view{"schema"}) ||
                              (status == IDP_E_DENIED && why.reason == std::string_view{"not_member"});
        if (!nameless) return status;
        out->verdict = IDP_VERDICT_MEMBER;
        out->issuer = {"wecom:ww1a2b3c4d5e6f7a8b", 24};
        return idp_status{IDP_OK};
    };
}

DEFECT(needs_the_store) {
    table->create = create_with_store;
    table->resolve_account = resolve_then<[](idp_instance* self, idp_account* out) {
        const auto [kv, ctx] = store_of(self);
        if (!kv || kv->get(
                       ctx, &key, [](void*, const char*, size_t) {}, nullptr) >= 0)
            return idp_status{IDP_OK};
        if (out->owner.release) out->owner.release(&out->owner);
        clear(out);
        return idp_status{IDP_E_BUSY};
    }>;
}

// Anybody who reads the store learns who logged in.
DEFECT(stores_in_clear) {
    table->create = create_with_store;
    table->resolve_account = resolve_then<[](idp_instance* self, idp_account* out) {
        if (const auto [kv, ctx] = store_of(self); kv) (void)kv->put(ctx, &key, &out->subject, 1000);
        return idp_status{IDP_OK};
    }>;
}
