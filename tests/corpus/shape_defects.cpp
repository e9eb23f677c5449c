// Defects of what a host sees before it makes an instance, of sizes and of flags.

#include "corpus/defect.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cstring>
#include <string_view>

namespace {

idp_descriptor descriptor;

// Sizes as an older header has them: what is longer is refused.
template <class Request>
bool is_longer(const Request* request) {
    return request && request->struct_size > sizeof(Request);
}

template <class Request>
Request without_flags(const Request& request) {
    auto copy = request;
    copy.flags &= 0xFFFFu;
    return copy;
}

}  // namespace

DEFECT(version_is_no_semver) {
    descriptor = *table->descriptor;
    descriptor.version = "first";
    table->descriptor = &descriptor;
}

DEFECT(opens_a_file_at_load) {
    (void)table;
    (void)::open("/etc/hostname", O_RDONLY | O_CLOEXEC);
}

DEFECT(extension_by_prefix) {
    table->get_extension = [](const char* id) -> const void* {
        static const idp_async_v1 none{};
        return std::string_view{id}.starts_with(IDP_ASYNC_V1) && id != std::string_view{IDP_ASYNC_V1}
                   ? &none
                   : good().get_extension(id);
    };
}

DEFECT(writes_past_the_end) {
    table->build_authorize_url = [](idp_instance* self, const idp_authorize_request* req, idp_authorize_result* out,
                                    idp_error* err) {
        const auto status = good().build_authorize_url(self, req, out, err);
        if (status == IDP_OK && out->struct_size > sizeof *out) reinterpret_cast<char*>(out)[sizeof *out] = 1;
        return status;
    };
}

DEFECT(refuses_larger_structs) {
    table->handle_callback = [](idp_instance* self, const idp_callback_request* req, idp_grant* out, idp_error* err) {
        return is_longer(req) ? idp_status{IDP_E_INVALID} : good().handle_callback(self, req, out, err);
    };
}

DEFECT(reads_no_struct_size) {
    table->resolve_account = [](idp_instance* self, const idp_resolve_request* req, idp_account* out, idp_error* err) {
        if (!req || req->struct_size >= sizeof *req) return good().resolve_account(self, req, out, err);
        auto copy = *req;
        copy.struct_size = sizeof copy;
        return good().resolve_account(self, &copy, out, err);
    };
}

DEFECT(ignores_critical_flags) {
    table->build_authorize_url = [](idp_instance* self, const idp_authorize_request* req, idp_authorize_result* out,
                                    idp_error* err) {
        if (!req || req->struct_size < sizeof *req) return good().build_authorize_url(self, req, out, err);
        auto copy = *req;  // of the size that this header knows, as a good one reads it
        copy.struct_size = sizeof copy;
        copy = without_flags(copy);
        return good().build_authorize_url(self, &copy, out, err);
    };
}
