#include "api/login_page.hpp"

#include "api/provider_address.hpp"
#include "web/form.hpp"
#include "web/phrase.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <algorithm>

namespace host {
namespace {

namespace json = boost::json;

constexpr phrase sign_in{"Sign in", "登录"};
constexpr phrase by_password{"User name and password", "用户名密码登录"};
constexpr phrase user_name{"User name", "用户名"}, password{"Password", "密码"};

// "tenant_id" is for the client to replace.
constexpr std::string_view auth_path = "/api/v1/tenant/tenant_id/auth/?event_tag=com.longgui.auth.factor.password.auth";

json::object button() {
    return {{"prepend", nullptr}, {"title", nullptr},    {"tooltip", nullptr},  {"long", nullptr},
            {"img", nullptr},     {"gopage", nullptr},   {"redirect", nullptr}, {"http", nullptr},
            {"delay", nullptr},   {"agreement", nullptr}};
}

json::object item(std::string_view type, std::string_view placeholder, std::string_view name) {
    return {{"value", nullptr}, {"type", type},      {"placeholder", placeholder},
            {"name", name},     {"append", nullptr}, {"http", nullptr}};
}

json::object password_form(language in) {
    auto submit = button();
    submit["title"] = sign_in.in(in);
    submit["http"] = json::object{{"url", auth_path}, {"method", "post"}, {"params", nullptr}};
    return {{"label", by_password.in(in)},
            {"items",
             json::array{item("text", user_name.in(in), "username"), item("password", password.in(in), "password")}},
            {"submit", std::move(submit)}};
}

// Nothing, if the provider cannot begin a login in this browser.
std::optional<json::object> button_of(const site_state& state, const live_provider& with, const api_call& call) {
    if (!with.instance) return std::nullopt;
    const auto options = with.instance->options(find_field(call.from.headers, "User-Agent"), language_tag(call.speaks));
    const auto option =
        std::find_if(options.begin(), options.end(), [](const auto& one) { return one.kind == IDP_LOGIN_REDIRECT; });
    if (option == options.end()) return std::nullopt;
    auto out = button();
    out["tooltip"] = with.setting.name;
    out["img"] = state.base.origin + "/icons/" + with.setting.id +
                 (option->mode.empty() ? "" : "/" + encode_value(option->mode));
    out["redirect"] = json::object{{"url", address_of(state.base, with.setting).login}, {"params", nullptr}};
    return out;
}

json::object page(std::string_view name, json::array forms, json::value extend) {
    return {{"name", name}, {"forms", std::move(forms)}, {"bottoms", json::array{}}, {"extend", std::move(extend)}};
}

response login_page_answer(const site_state& state, const api_call& call) {
    json::array buttons;
    for (const auto& one : state.providers.list(call.of.id))
        if (auto made = button_of(state, *one, call)) buttons.push_back(std::move(*made));
    json::object extend{{"title", nullptr}, {"buttons", std::move(buttons)}};
    return json_answer(
        200,
        json::object{{"data", json::object{{"login", page("login", {password_form(call.speaks)}, extend)},
                                           {"register", page("register", {}, nullptr)},
                                           {"password", page("password", {}, nullptr)}}},
                     {"tenant", json::object{{"id", call.of.id},
                                             {"name", call.of.name},
                                             {"slug", call.of.slug},
                                             {"icon", nullptr},
                                             {"is_platform_tenant", call.of.id == state.data.tenants.first().id}}}});
}

}  // namespace

void add_login_page(api_routes& to, site_state& state) {
    to.add("GET", "tenant/{tenant}/login_page/", api_audience::everybody,
           [&state](const api_call& call) { return login_page_answer(state, call); });
}

}  // namespace host
