#include "api/mine_accounts.hpp"

#include "api/paging.hpp"
#include "api/provider_address.hpp"
#include "store/uuid.hpp"
#include "web/account_binding.hpp"
#include "web/phrase.hpp"
#include "web/sign_in.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <algorithm>

namespace host {
namespace {

namespace json = boost::json;

constexpr std::string_view accounts_page = "/me/accounts";
constexpr phrase not_started{"This provider is not in use", "插件未启用"};
constexpr phrase sign_in_again{"Sign in again to change your accounts", "请重新登录后再修改账号绑定"};
constexpr phrase last_way_in{"This is your last way to sign in; set a password first",
                             "这是您唯一的登录方式，请先设置密码"};

response bound(site_state& state, const api_call& call) {
    json::array items;
    for (const auto& one : state.data.bindings.list(call.who->id)) {
        const auto by = state.data.settings.find(one.provider_id);
        items.push_back(json::object{
            {"id", one.id}, {"name", by ? by->name : one.issuer}, {"nickname", one.display_name}, {"avatar", ""}});
    }
    return paged_answer(call.from, items);
}

response not_bound(site_state& state, const api_call& call) {
    const auto have = state.data.bindings.list(call.who->id);
    json::array items;
    for (const auto& one : state.data.settings.list(call.of.id)) {
        const bool is_bound =
            std::any_of(have.begin(), have.end(), [&](const auto& binding) { return binding.provider_id == one.id; });
        if (one.enabled && !is_bound) items.push_back(json::object{{"id", one.id}, {"name", one.name}});
    }
    return paged_answer(call.from, items);
}

response way_to_bind(site_state& state, const api_call& call) {
    const auto by = state.data.settings.find(with_dashes(call.in.at("id")));
    if (!by || by->tenant_id != call.of.id || !by->enabled)
        return error_answer(404, "18007", not_started.in(call.speaks));
    return json_answer(
        200, json::object{{"redirect", address_of(state.base, *by).login + "?next=" + std::string{accounts_page}}});
}

response unbind(site_state& state, const api_call& call) {
    if (!has_fresh_token(state, call.from))
        return error_answer(403, "fresh_login_required", sign_in_again.in(call.speaks));
    switch (unbind_account(state, *call.who, with_dashes(call.in.at("id")), browser_address(call.from))) {
        case unbind_result::unbound: return json_answer(200, json::object{{"error", "0"}, {"package", "core"}});
        case unbind_result::last_way_in: return error_answer(409, "last_way_in", last_way_in.in(call.speaks));
        default: return door_answer(404);
    }
}

}  // namespace

void add_mine_accounts(api_routes& to, site_state& state) {
    const auto route = [&](std::string_view method, std::string_view pattern,
                           response (*handler)(site_state&, const api_call&)) {
        to.add(method, "mine/tenant/{tenant}/" + std::string{pattern}, api_audience::user,
               [&state, handler](const api_call& call) { return handler(state, call); });
    };
    route("GET", "accounts/", &bound);
    route("GET", "unbind_accounts/", &not_bound);
    route("GET", "accounts/{id}/bind", &way_to_bind);
    route("POST", "accounts/{id}/unbind", &unbind);
}

}  // namespace host
