#include "endpoints.hpp"

#include <algorithm>

namespace simulator {

namespace json = boost::json;

namespace {

const app* find_app_by_secret(const corporation& corp, std::string_view secret) {
    auto found = std::ranges::find(corp.apps, secret, &app::secret);
    return found == corp.apps.end() ? nullptr : &*found;
}

bool somebody_has_secret(const directory& all, std::string_view secret) {
    return std::ranges::any_of(all.corporations, [&](auto& corp) { return find_app_by_secret(corp, secret); });
}

}  // namespace

outcome get_token(api_call& call) {
    auto& state = call.state;
    auto secret = call.from.parameter("corpsecret");
    if (secret.empty()) return refuse(41004);
    auto corpid = call.from.parameter("corpid");
    if (corpid.empty()) return refuse(41002);
    auto* corp = find_corporation(state.people_and_apps, corpid);
    if (!corp) return refuse(40013);
    if (state.limits.banned(call.from.peer, call.now)) return refuse(45009);
    auto* caller = find_app_by_secret(*corp, secret);
    if (!caller) {
        state.limits.wrong_secret(call.from.peer, state.settings.wrong_secrets_until_ban, call.now);
        return refuse(somebody_has_secret(state.people_and_apps, secret) ? 40091 : 40001);
    }
    if (!caller->enabled) return refuse(state.settings.disabled_app_errcode);

    app_key key{corp->corpid, caller->agentid};
    std::string token;
    if (state.settings.same_token_on_repeat)
        token = state.tokens.text_of([&](const app_key& owner) { return owner == key; }, call.now);
    if (token.empty()) {
        token = state.opaque_text(214);
        state.tokens.issue(token, key, call.now + std::chrono::seconds(state.settings.token_lifetime), call.now);
    }
    return {.fields = {{"access_token", token}, {"expires_in", state.settings.token_lifetime}}};
}

outcome get_agent(api_call& call) {
    auto wanted = call.from.parameter("agentid");
    if (wanted.empty()) return refuse(41011);
    auto* found = find_app(*call.corp, wanted);
    if (!found) return refuse(40056);
    if (found != call.caller) return refuse(301002);

    json::array users;
    for (auto& userid : found->allow_users)
        users.push_back(json::object{{"userid", userid}});
    return {.fields = {{"agentid", found->agentid},
                       {"name", found->name},
                       {"square_logo_url", ""},
                       {"description", ""},
                       {"allow_userinfos", {{"user", std::move(users)}}},
                       {"allow_partys", {{"partyid", json::value_from(found->allow_partys)}}},
                       {"allow_tags", {{"tagid", json::array()}}},
                       {"close", 0},
                       {"redirect_domain", found->trusted_domains.empty() ? "" : found->trusted_domains.front()},
                       {"report_location_flag", 0},
                       {"isreportenter", 0},
                       {"home_url", found->home_url},
                       {"customized_publish_status", 0}}};
}

outcome get_api_domain_ip(api_call&) { return {.fields = {{"ip_list", {"127.0.0.1"}}}}; }

// Addresses reserved for documentation, in the three notations that occur.
outcome get_callback_ip(api_call&) {
    return {.fields = {{"ip_list", {"192.0.2.10", "198.51.100.*", "203.0.113.0/24"}}}};
}

}  // namespace simulator
