#include "api.hpp"

#include "endpoints.hpp"
#include "errcode.hpp"
#include "json_text.hpp"

#include <algorithm>
#include <iterator>

namespace simulator {

namespace json = boost::json;

namespace {

struct endpoint {
    std::string_view path;
    outcome (*run)(api_call&);
    bool takes_token = true;
    bool errcode_first = true;
    bool bare_token_errors = false;                  // its 40014 and 42001 lack the hint tail
    std::vector<std::string_view> empty_lists = {};  // what it leaves in a refusal
};

const std::vector<endpoint>& endpoints() {
    static const std::vector<endpoint> all{
        {.path = "/cgi-bin/gettoken", .run = get_token, .takes_token = false},
        {.path = "/cgi-bin/auth/getuserinfo", .run = get_user_info, .errcode_first = false},
        {.path = "/cgi-bin/user/getuserinfo", .run = get_user_info_in_old_spelling, .errcode_first = false},
        {.path = "/cgi-bin/auth/getuserdetail", .run = get_user_detail},
        {.path = "/cgi-bin/user/getuserdetail", .run = get_user_detail},
        {.path = "/cgi-bin/user/get",
         .run = get_user,
         .bare_token_errors = true,
         .empty_lists = {"department", "order", "is_leader_in_dept", "direct_leader"}},
        {.path = "/cgi-bin/agent/get", .run = get_agent},
        {.path = "/cgi-bin/get_api_domain_ip",
         .run = get_api_domain_ip,
         .errcode_first = false,
         .empty_lists = {"ip_list"}},
        {.path = "/cgi-bin/getcallbackip", .run = get_callback_ip, .errcode_first = false, .empty_lists = {"ip_list"}},
    };
    return all;
}

const endpoint* find_endpoint(std::string_view path) {
    auto found = std::ranges::find(endpoints(), path, &endpoint::path);
    return found == endpoints().end() ? nullptr : &*found;
}

// The identity endpoint is exempt from the frequency limit while its codes are good.
bool exempt_from_limit(const api_call& call) {
    return call.from.path.ends_with("/getuserinfo") &&
           call.state.codes.find_valid(call.from.parameter("code"), call.now);
}

// Sets the calling app by the token, or returns why the call is refused before its parameters are looked at.
int check_caller(api_call& call) {
    auto text = call.from.parameter("access_token");
    if (text.empty()) return 41001;
    auto* token = call.state.tokens.find(text, call.now);
    if (!token) return 40014;
    if (call.now >= token->expires) return 42001;
    call.corp = find_corporation(call.state.people_and_apps, token->value.corpid);
    call.caller = call.corp ? find_app(*call.corp, token->value.agentid) : nullptr;
    if (!call.caller) return 40014;
    if (!call.caller->enabled) return 50003;
    auto& trusted = call.caller->trusted_ips;
    if (!trusted.empty() && std::ranges::find(trusted, call.from.peer) == trusted.end()) return 60020;
    auto meter = call.corp->corpid + " " + call.from.path;
    if (!exempt_from_limit(call) && !call.state.limits.admit(meter, call.state.settings.calls_per_minute, call.now))
        return 45009;
    return 0;
}

std::string errmsg(world& state, const endpoint& at, const request& from, int errcode, time_point now) {
    std::string message(errcode_text(errcode));
    auto& wanted = state.settings.hint_tail;
    bool bare =
        wanted == "never" || (wanted == "captured" && at.bare_token_errors && (errcode == 40014 || errcode == 42001));
    if (errcode == 0 || bare) return message;
    return message + hint_tail(errcode, now, state.random(15, "0123456789"), from.peer);
}

response api_response(world& state, const endpoint& at, const request& from, outcome result, time_point now) {
    auto message = errmsg(state, at, from, result.errcode, now);
    json::object verdict;
    if (result.errcode != 0 || state.settings.errcode_on_success)
        verdict = {{"errcode", result.errcode}, {"errmsg", message}};
    if (result.errcode != 0)
        for (auto name : at.empty_lists)
            result.fields[name] = json::array();
    if (state.settings.unknown_fields) result.fields["grey_feature"] = {{"nested", {1, nullptr, "text"}}};

    auto& first = at.errcode_first ? verdict : result.fields;
    auto& last = at.errcode_first ? result.fields : verdict;
    for (auto& member : last)
        first.insert(member);

    response made;
    made.body = state.settings.escape_non_ascii ? escape_non_ascii(json::serialize(first)) : json::serialize(first);
    made.headers = {{"Server", "nginx"},
                    {"Date", http_date(now)},
                    {"Content-Type", "application/json; charset=UTF-8"},
                    {"X-W-No", "4"}};
    if (state.settings.error_code_header) {
        made.headers.emplace_back("Error-Code", std::to_string(result.errcode));
        made.headers.emplace_back("Error-Msg", message);
    }
    return made;
}

}  // namespace

response answer_api(world& state, const request& from, time_point now) {
    auto* at = find_endpoint(from.path);
    if (!at) return {.status = 404, .headers = {{"Server", "nginx"}, {"Date", http_date(now)}}};
    api_call call{state, from, now};
    int refused = at->takes_token ? check_caller(call) : 0;
    return api_response(state, *at, from, refused ? refuse(refused) : at->run(call), now);
}

response refuse_api(world& state, const request& from, int errcode, time_point now) {
    static const endpoint anywhere{.path = "", .run = nullptr};
    auto* at = find_endpoint(from.path);
    return api_response(state, at ? *at : anywhere, from, refuse(errcode), now);
}

}  // namespace simulator
