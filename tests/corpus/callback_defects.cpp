// Defects of what becomes of that which a browser brings.

#include "corpus/defect.hpp"

#include <cstdlib>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace {

std::string_view text(const idp_str& of) { return of.ptr ? std::string_view{of.ptr, of.len} : std::string_view{}; }

// A query of which one parameter was left out.
std::string without(std::string_view query, std::string_view name) {
    std::string out;
    while (!query.empty()) {
        const auto pair = query.substr(0, query.find('&'));
        if (!pair.starts_with(name)) out += (out.empty() ? "" : "&") + std::string{pair};
        query.remove_prefix(std::min(pair.size() + 1, query.size()));
    }
    return out;
}

idp_status with_query(idp_instance* self, const idp_callback_request& req, std::string_view query, idp_grant* out,
                      idp_error* err) {
    auto copy = req;
    copy.query = {query.data(), query.size()};
    return good().handle_callback(self, &copy, out, err);
}

// The states and transactions that were made so far, each state with its transaction.
std::mutex mutex;
std::map<std::string, std::string> states;

void note(const idp_authorize_result& made) {
    const auto location = text(made.location);
    const auto at = location.find("state=");
    const std::unique_lock lock{mutex, std::try_to_lock};  // which may be held for ever after fork
    if (lock) states.emplace(text(made.transaction), location.substr(at + 6, location.find('&', at) - at - 6));
}

}  // namespace

// A login of another browser ends in this one: what "state" is there to prevent.
DEFECT(accepts_any_state) {
    table->build_authorize_url = [](idp_instance* self, const idp_authorize_request* req, idp_authorize_result* out,
                                    idp_error* err) {
        const auto status = good().build_authorize_url(self, req, out, err);
        if (status == IDP_OK) note(*out);
        return status;
    };
    table->handle_callback = [](idp_instance* self, const idp_callback_request* req, idp_grant* out, idp_error* err) {
        idp_error own{};
        own.struct_size = sizeof own;
        const auto status = good().handle_callback(self, req, out, err ? err : &own);
        const auto& why = err && err->struct_size >= sizeof *err ? *err : own;
        if (status != IDP_E_REJECTED || why.reason != std::string_view{"state_mismatch"} ||
            req->transactions.count != 1 || without(text(req->query), "state=").find("code=") != 0)
            return status;
        const std::unique_lock lock{mutex, std::try_to_lock};
        if (!lock) return status;
        const auto known = states.find(std::string{text(*static_cast<const idp_str*>(req->transactions.items))});
        if (known == states.end()) return status;
        return with_query(self, *req, without(text(req->query), "state=") + "&state=" + known->second, out, err);
    };
}

DEFECT(dies_of_an_empty_query) {
    table->handle_callback = [](idp_instance* self, const idp_callback_request* req, idp_grant* out, idp_error* err) {
        if (req && req->struct_size >= sizeof *req && req->query.len == 0) std::abort();
        return good().handle_callback(self, req, out, err);
    };
}

DEFECT(takes_the_first_of_two_codes) {
    table->handle_callback = [](idp_instance* self, const idp_callback_request* req, idp_grant* out, idp_error* err) {
        const auto status = good().handle_callback(self, req, out, err);
        if (status != IDP_E_REJECTED || req->query.len > IDP_MAX_QUERY) return status;
        const auto query = text(req->query);
        const auto first = query.find("code="), second = query.find("code=", first + 1);
        if (second == std::string_view::npos) return status;
        const auto rest = without(query, "code=");
        const auto code = query.substr(first, query.find('&', first) - first);
        return with_query(self, *req, std::string{code} + '&' + rest, out, err);
    };
}

DEFECT(restarts_for_ever) {
    table->build_authorize_url = [](idp_instance* self, const idp_authorize_request* req, idp_authorize_result* out,
                                    idp_error* err) {
        if (!req || req->struct_size < sizeof *req) return good().build_authorize_url(self, req, out, err);
        auto copy = *req;
        copy.struct_size = sizeof copy;
        copy.flags &= ~IDP_AUTHORIZE_RESTARTED;
        return good().build_authorize_url(self, &copy, out, err);
    };
}

DEFECT(forgets_the_context) {
    table->handle_callback = [](idp_instance* self, const idp_callback_request* req, idp_grant* out, idp_error* err) {
        const auto status = good().handle_callback(self, req, out, err);
        if (status == IDP_OK && out->context.len > 100) out->context.len = 100;
        return status;
    };
}

// Whoever binds an account could bind it as somebody else of the same beginning.
DEFECT(compares_four_bytes_of_the_binding) {
    static const auto shortened = []<class Request>(const Request* req, auto&& call) {
        if (!req || req->struct_size < sizeof *req || !req->binding.ptr || req->binding.len > IDP_MAX_BINDING)
            return call(req);
        auto copy = *req;
        copy.struct_size = sizeof copy;
        if (text(copy.binding).starts_with("user 1")) copy.binding.len = 4;
        if (text(copy.binding).starts_with("user 2")) copy.binding.len = 4;
        return call(&copy);
    };
    table->build_authorize_url = [](idp_instance* self, const idp_authorize_request* req, idp_authorize_result* out,
                                    idp_error* err) {
        return shortened(req, [&](const auto* with) { return good().build_authorize_url(self, with, out, err); });
    };
    table->handle_callback = [](idp_instance* self, const idp_callback_request* req, idp_grant* out, idp_error* err) {
        return shortened(req, [&](const auto* with) { return good().handle_callback(self, with, out, err); });
    };
}
