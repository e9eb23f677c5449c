#include "api/token_auth.hpp"

#include "api/body_fields.hpp"
#include "web/form.hpp"
#include "web/password_sign_in.hpp"
#include "web/phrase.hpp"
#include "web/sign_in.hpp"

namespace host {
namespace {

namespace json = boost::json;

constexpr std::string_view password_package = "com.longgui.auth.factor.password";
constexpr std::string_view password_tag = "com.longgui.auth.factor.password.auth";

constexpr phrase no_factor{"There is no such way to sign in", "认证插件未启用"};
constexpr phrase mismatch{"User name or password not correct", "用户名或密码错误"};
constexpr phrase too_often{"Too many attempts; try again later", "尝试次数过多，请稍后再试"};
constexpr phrase change_first{"Sign in on the website and choose a password of your own first",
                              "请先登录网站并修改一次性密码"};

response refused(unsigned status, std::string_view code, const phrase& why, language in) {
    return error_answer(status, code, why.in(in), password_package);
}

// Somebody else knows a one-time password: it is good for choosing another one and for nothing else.
response answer_for(const site_state& state, const user& who, language in) {
    if (who.must_change_password) return refused(403, "password_change_required", change_first, in);
    const auto token = state.data.tokens.issue(who.id, {}, state.outside.now());
    if (!token) return refused(401, "10001-1", mismatch, in);
    return data_answer(json::object{{"user", json::object{{"id", who.id}, {"username", who.name}}}, {"token", *token}});
}

response token_answer(site_state& state, const api_call& call) {
    const auto query = parse_form(call.from.query).value_or(form{});
    if (!query.contains("event_tag"))
        return unprocessable({{{"query", "event_tag"}, "field required", "value_error.missing"}});
    if (value_of(query, "event_tag") != password_tag) return error_answer(404, "error_code", no_factor.in(call.speaks));

    body_fields body{call.body};
    const auto name = body.text("username", presence::required), password = body.text("password", presence::required);
    body.text("config_id", presence::optional);  // which form it was; there is one
    if (const auto issues = body.issues(); !issues.empty()) return unprocessable(issues);

    const auto found = sign_in_with_password(state, {call.of.id, *name, *password, browser_address(call.from)});
    if (const auto* who = std::get_if<user>(&found)) return answer_for(state, *who, call.speaks);
    const auto* const wait = std::get_if<too_many_tries>(&found);
    if (!wait) return refused(401, "10001-1", mismatch, call.speaks);
    auto out = refused(429, "too_many_tries", too_often, call.speaks);
    out.headers.emplace_back("Retry-After", std::to_string(wait->wait.count()));
    return out;
}

}  // namespace

void add_token_auth(api_routes& to, site_state& state) {
    to.add("POST", "tenant/{tenant}/auth/", api_audience::everybody,
           [&state](const api_call& call) { return token_answer(state, call); });
}

}  // namespace host
