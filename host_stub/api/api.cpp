#include "api/api.hpp"

#include "api/bind_ticket.hpp"
#include "api/json_sign_in.hpp"
#include "api/login_page.hpp"
#include "api/mine_accounts.hpp"
#include "api/third_auths.hpp"
#include "api/token_auth.hpp"
#include "web/security_headers.hpp"

namespace host {

api::api(site_state& state) : state_{state} {
    api_routes behind_doors{state, routes_};
    add_token_auth(behind_doors, state);
    add_login_page(behind_doors, state);
    add_third_auths(behind_doors, state);
    add_mine_accounts(behind_doors, state);
    add_idp_bind(behind_doors, state);
    add_json_sign_in(logins_, state);
}

bool api::is_for(const request& from) const {
    if (!is_api_path(from.path)) return false;
    const auto login = logins_.find(from.method, from.path);
    const bool is_form = from.method == "POST" && !login.allowed.empty() && from.path.ends_with("/callback");
    return prefers_json(from) || !(login.handler || is_form);
}

answer api::handle(const request& from) const {
    const auto login = logins_.find(from.method, from.path);
    if (login.handler) return (*login.handler)(from, login.values);
    if (!login.allowed.empty()) return refused(403);  // somebody else's form, says ArkID
    const auto found = routes_.find(from.method, from.path);
    if (found.handler) return (*found.handler)(from, found.values);
    auto out = refused(found.allowed.empty() ? 404 : 405);
    if (!found.allowed.empty()) out.headers.emplace_back("Allow", found.allowed);
    return out;
}

response api::crashed() const { return refused(500); }

response api::refused(unsigned status) const {
    auto out = door_answer(status);
    harden_page(out, state_.base.https);
    return out;
}

}  // namespace host
