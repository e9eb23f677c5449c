// Defects of what a call does with what it is given, and of what it gives.

#include "corpus/defect.hpp"

#include <pthread.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

namespace {

// What a result needs to know of itself: what it was, and where.
struct remembered {
    idp_owned original;
    const idp_owned* place;
    std::thread::id thread;
};

template <class Result>
void remember(Result* out, void (*release)(idp_owned*)) {
    if (!out->owner.release) return;
    out->owner = {release, new remembered{out->owner, &out->owner, std::this_thread::get_id()}};
}

void release_if(bool fine, idp_owned* self) {
    auto* const all = static_cast<remembered*>(self->private_data);
    if (!fine) std::abort();
    auto original = all->original;
    original.release(&original);
    delete all;
    *self = {};
}

}  // namespace

DEFECT(needs_an_error) {
    table->handle_callback = [](idp_instance* self, const idp_callback_request* req, idp_grant* out, idp_error* err) {
        const auto status = good().handle_callback(self, req, out, err);
        if (status < 0) err->audience = IDP_FOR_USER;
        return status;
    };
}

DEFECT(leaves_half_a_result) {
    table->handle_callback = [](idp_instance* self, const idp_callback_request* req, idp_grant* out, idp_error* err) {
        const auto status = good().handle_callback(self, req, out, err);
        if (status < 0 && out && out->struct_size >= sizeof *out) out->transaction_index = 1;
        return status;
    };
}

DEFECT(says_another_status) {
    table->handle_callback = [](idp_instance* self, const idp_callback_request* req, idp_grant* out, idp_error* err) {
        const auto status = good().handle_callback(self, req, out, err);
        if (status < 0 && err && err->struct_size >= sizeof *err) err->status = IDP_E_INTERNAL;
        return status;
    };
}

DEFECT(keeps_the_configuration) {
    static std::map<const idp_instance*, idp_str> kept;
    static std::mutex mutex;
    table->create = [](const idp_host_v1* host, const idp_create_request* req, idp_instance** out, idp_error* err) {
        const auto status = good().create(host, req, out, err);
        const std::unique_lock lock{mutex, std::try_to_lock};  // which may be held for ever after fork
        if (lock && status == IDP_OK) kept[*out] = req->config_json;
        return status;
    };
    table->build_authorize_url = [](idp_instance* self, const idp_authorize_request* req, idp_authorize_result* out,
                                    idp_error* err) {
        {
            const std::unique_lock lock{mutex, std::try_to_lock};
            if (const auto at = lock ? kept.find(self) : kept.end(); at != kept.end())
                (void)*static_cast<const volatile char*>(at->second.ptr);
        }
        return good().build_authorize_url(self, req, out, err);
    };
}

DEFECT(keeps_the_query) {
    static std::map<std::string, idp_str> kept;
    static std::mutex mutex;
    table->handle_callback = [](idp_instance* self, const idp_callback_request* req, idp_grant* out, idp_error* err) {
        const auto status = good().handle_callback(self, req, out, err);
        const std::unique_lock lock{mutex, std::try_to_lock};  // which may be held for ever after fork
        if (lock && status == IDP_OK) kept[{out->token.ptr, out->token.len}] = req->query;
        return status;
    };
    table->resolve_account = [](idp_instance* self, const idp_resolve_request* req, idp_account* out, idp_error* err) {
        if (req && req->struct_size >= sizeof *req && req->grant_token.ptr && req->grant_token.len < 4096) {
            const std::unique_lock lock{mutex, std::try_to_lock};
            const auto at = !lock ? kept.end() : kept.find({req->grant_token.ptr, req->grant_token.len});
            if (at != kept.end()) (void)*static_cast<const volatile char*>(at->second.ptr);
        }
        return good().resolve_account(self, req, out, err);
    };
}

DEFECT(releases_on_its_thread_only) {
    table->build_authorize_url = [](idp_instance* self, const idp_authorize_request* req, idp_authorize_result* out,
                                    idp_error* err) {
        const auto status = good().build_authorize_url(self, req, out, err);
        if (status == IDP_OK)
            remember(out, [](idp_owned* owner) {
                release_if(static_cast<remembered*>(owner->private_data)->thread == std::this_thread::get_id(), owner);
            });
        return status;
    };
}

DEFECT(cannot_be_moved) {
    table->build_authorize_url = [](idp_instance* self, const idp_authorize_request* req, idp_authorize_result* out,
                                    idp_error* err) {
        const auto status = good().build_authorize_url(self, req, out, err);
        if (status == IDP_OK)
            remember(out, [](idp_owned* owner) {
                release_if(static_cast<remembered*>(owner->private_data)->place == owner, owner);
            });
        return status;
    };
}

DEFECT(changes_errno) {
    table->prepare = [](idp_instance* self) {
        errno = EBADF;
        return good().prepare(self);
    };
    table->build_authorize_url = [](idp_instance* self, const idp_authorize_request* req, idp_authorize_result* out,
                                    idp_error* err) {
        const auto status = good().build_authorize_url(self, req, out, err);
        errno = ENOENT;
        return status;
    };
}

DEFECT(accepts_any_configuration) {
    static std::string last;
    table->create = [](const idp_host_v1* host, const idp_create_request* req, idp_instance** out, idp_error* err) {
        const auto status = good().create(host, req, out, err);
        if (status == IDP_OK) last.assign(req->config_json.ptr, req->config_json.len);
        if (status != IDP_E_CONFIG || last.empty()) return status;
        // Any object, at least.
        const std::string_view asked{req->config_json.ptr, req->config_json.len};
        if (!asked.starts_with('{') || !asked.ends_with('}')) return status;
        auto other = *req;
        other.config_json = {last.data(), last.size()};
        return good().create(host, &other, out, err);
    };
}
