#include "api/bind_ticket.hpp"

#include "api/body_fields.hpp"
#include "store/uuid.hpp"
#include "web/account_binding.hpp"
#include "web/cookie.hpp"
#include "web/pending_account.hpp"
#include "web/phrase.hpp"
#include "web/sign_in.hpp"
#include "web/token.hpp"

namespace host {
namespace {

constexpr std::chrono::minutes lifetime{10};

constexpr phrase sign_in_again{"Sign in again to bind this account", "请重新登录后再绑定账号"};
constexpr phrase no_ticket{"This ticket is of no use here; sign in through the provider again",
                           "绑定凭证无效，请重新通过第三方登录"};
std::string cookie_name(const site_state& state) { return host_cookie_name("idp_ticket", state.base.https); }

std::string browser_of(const site_state& state, const request& from) {
    return std::string{cookie_value(parse_cookies(find_field(from.headers, "Cookie")), cookie_name(state))};
}

response not_bound(bind_result why, language in) {
    const auto text = why_not_bound(why).in(in);
    switch (why) {
        case bind_result::taken: return provider_error_answer(409, text, "taken");
        case bind_result::occupied: return provider_error_answer(409, text, "occupied");
        default: return provider_error_answer(403, text, "refused");
    }
}

response bind(site_state& state, const api_call& call) {
    const auto with = provider_of(state, call.in);
    if (!with || with->setting.tenant_id != call.who->tenant_id) return no_such_provider();
    if (!has_fresh_token(state, call.from))
        return provider_error_answer(403, sign_in_again.in(call.speaks), "fresh_login_required");
    body_fields body{call.body};
    const auto ticket = body.text("ext_id", presence::required);
    body.text("ext_name", presence::optional);
    body.text("ext_icon", presence::optional);
    if (const auto issues = body.issues(); !issues.empty()) return unprocessable(issues);

    const auto browser = browser_of(state, call.from);
    if (browser.empty()) return provider_error_answer(403, no_ticket.in(call.speaks), "ticket_unknown");
    const auto said = redeem_bind_ticket(state, *with, *ticket, browser);
    if (!said)
        return provider_error_answer(static_cast<unsigned>(said.error().http_status), no_ticket.in(call.speaks),
                                     said.error().reason);
    const auto result = bind_account(state, *call.who, *with, *said, browser_address(call.from));
    if (!is_bound(result)) return not_bound(result, call.speaks);
    auto out = json_answer(200, boost::json::object{{"error", "0"}, {"package", with->setting.provider}});
    set_cookie(out, deleted_cookie(cookie_name(state), state.base.https));
    return out;
}

}  // namespace

outcome<std::string> give_bind_ticket(site_state& state, const live_provider& of, const account& said, response& out) {
    const auto browser = to_token(state.outside.random_bytes(32));
    auto ticket = issue_bind_ticket(state, of, said, browser);
    if (ticket) set_cookie(out, lasting_cookie({cookie_name(state), browser}, lifetime, state.base.https));
    return ticket;
}

void add_idp_bind(api_routes& to, site_state& state) {
    to.add("POST", "idp/{provider}/{config}/bind", api_audience::token_holder,
           [&state](const api_call& call) { return bind(state, call); });
}

provider_handle provider_of(const site_state& state, const path_values& in) {
    auto found = state.providers.find(with_dashes(in.at("config")));
    const auto path = found ? provider_path(found->setting.provider, found->setting.id) : "";
    const bool is_here = path.starts_with("/api/v1/idp/" + in.at("provider") + "/");
    return is_here && found->instance ? found : nullptr;
}

response no_such_provider() { return provider_error_answer(404, "没有找到登录配置", "not found"); }

}  // namespace host
