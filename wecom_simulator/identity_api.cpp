#include "endpoints.hpp"
#include "trusted_domain.hpp"

#include <algorithm>
#include <cctype>

namespace simulator {

namespace json = boost::json;

namespace {

struct spelling {
    std::string_view userid;
    std::string_view openid;
    bool old;
};

std::string spelled(std::string userid, std::string_view wanted_case) {
    if (wanted_case == "lower")
        std::ranges::transform(userid, userid.begin(), [](unsigned char c) { return std::tolower(c); });
    if (wanted_case == "upper")
        std::ranges::transform(userid, userid.begin(), [](unsigned char c) { return std::toupper(c); });
    return userid;
}

// A page checked both kinds of domains already; they may have been changed since, or the check was put off to here.
bool redirect_still_trusted(const app& caller, const grant& granted) {
    return is_trusted(caller.trusted_domains, granted.redirect_uri) ||
           is_trusted(caller.login_domains, granted.redirect_uri);
}

void add_ticket(api_call& call, const grant& granted, const person& who, bool old, json::object& fields) {
    if (!granted.consent || who.linked() || !sees(*call.caller, who)) return;
    auto ticket = call.state.opaque_text(64);
    app_key owner{call.corp->corpid, call.caller->agentid};
    auto lifetime = call.state.settings.ticket_lifetime;
    call.state.tickets.issue(ticket, {owner, who.userid, *granted.consent}, call.now + std::chrono::seconds(lifetime),
                             call.now);
    fields["user_ticket"] = ticket;
    if (old) fields["expires_in"] = lifetime;
}

outcome redeem(api_call& call, const spelling& keys) {
    auto code = call.from.parameter("code");
    if (code.empty()) return refuse(41008);
    auto* found = call.state.codes.find_valid(code, call.now);
    if (!found || found->corpid != call.corp->corpid) return refuse(found ? 50001 : 40029);
    if (found->agentid && *found->agentid != call.caller->agentid) return refuse(50001);
    if (!redirect_still_trusted(*call.caller, *found)) return refuse(50001);
    grant granted = *found;
    call.state.codes.withdraw(code);
    auto* who = find_person(*call.corp, granted.person);
    if (!who) return refuse(40029);

    json::object fields;
    fields[who->external() ? keys.openid : keys.userid] =
        who->external() ? who->openid : spelled(who->userid, call.state.settings.userid_case);
    if (keys.old) fields["DeviceId"] = "";
    if (!who->external_userid.empty()) fields["external_userid"] = who->external_userid;
    if (!who->external()) add_ticket(call, granted, *who, keys.old, fields);
    return {.fields = std::move(fields)};
}

bool contains(const std::vector<std::string>& names, std::string_view name) {
    return std::ranges::find(names, name) != names.end();
}

json::object details_of(const person& who, const app& caller, const std::vector<std::string>& consent) {
    json::object fields{{"userid", who.userid}};
    if (caller.created_before_2022_06_20) fields["name"] = who.name;
    fields["gender"] = "0";
    for (auto& [name, value] : who.details)
        if (contains(caller.sensitive_fields, name) && contains(consent, name)) fields[name] = value;
    return fields;
}

}  // namespace

outcome get_user_info(api_call& call) { return redeem(call, {"userid", "openid", false}); }

outcome get_user_info_in_old_spelling(api_call& call) { return redeem(call, {"UserId", "OpenId", true}); }

outcome get_user_detail(api_call& call) {
    boost::system::error_code failed;
    auto body = json::parse(call.from.body, failed);
    if (call.from.method != "POST" || failed || !body.is_object()) return refuse(40058);
    auto* member = body.as_object().if_contains("user_ticket");
    if (!member || (member->is_string() && member->as_string().empty())) return refuse(84090);
    auto* found =
        member->is_string() ? call.state.tickets.find(std::string_view(member->as_string()), call.now) : nullptr;
    if (!found) return refuse(84015);
    if (call.now >= found->expires) return refuse(84014);
    if (found->value.owner != app_key{call.corp->corpid, call.caller->agentid}) return refuse(84015);
    auto* who = find_person(*call.corp, found->value.person);
    if (!who || !sees(*call.caller, *who)) return refuse(60011);
    return {.fields = details_of(*who, *call.caller, found->value.consent)};
}

}  // namespace simulator
