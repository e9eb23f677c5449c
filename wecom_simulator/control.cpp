#include "control.hpp"

#include "fixtures.hpp"

#include <algorithm>
#include <iterator>

namespace simulator {

namespace json = boost::json;

namespace {

struct order {
    world& state;
    time_point now;
    json::value body;
};

json::value tell_clock(order& given) {
    return {{"now", given.now.time_since_epoch().count()}, {"advanced", given.state.advanced.count()}};
}

json::value advance_clock(order& given) {
    json_reader reader(given.body, "");
    int seconds = reader.number("seconds");
    reader.finish();
    if (seconds < 0) throw malformed("/seconds", "must not be negative: clocks do not run backwards");
    given.state.advanced += std::chrono::seconds(seconds);
    given.now += std::chrono::seconds(seconds);
    return tell_clock(given);
}

json::value tell_knobs(order& given) { return to_json(given.state.settings); }

json::value turn_knobs(order& given) {
    turn(given.state.settings, given.body);
    return tell_knobs(given);
}

json::value reset_knobs(order& given) {
    given.state.settings = {};
    return tell_knobs(given);
}

json::value tell_faults(order& given) { return {{"faults", given.state.faults.to_json()}}; }

json::value add_fault(order& given) {
    given.state.faults.add(read_fault(given.body, given.now));
    return tell_faults(given);
}

json::value clear_faults(order& given) {
    given.state.faults.clear();
    return tell_faults(given);
}

// Selects tokens by the optional members corpid and agentid.
auto token_filter(const json::value& body) {
    json_reader reader(body, "");
    auto corpid = reader.text("corpid", "");
    int agentid = reader.number("agentid", 0);
    reader.finish();
    return [=](const app_key& owner) {
        return (corpid.empty() || corpid == owner.corpid) && (agentid == 0 || agentid == owner.agentid);
    };
}

json::value revoke_tokens(order& given) {
    return {{"revoked", given.state.tokens.withdraw_if(token_filter(given.body))}};
}

json::value expire_tokens(order& given) {
    return {{"expired", given.state.tokens.expire_if(token_filter(given.body), given.now)}};
}

json::value tell_calls(order& given) { return given.state.log.calls(); }

json::value forget_calls(order& given) {
    given.state.log.forget_calls();
    return tell_calls(given);
}

json::value tell_connections(order& given) { return given.state.log.connections(); }

json::value forget_connections(order& given) {
    given.state.log.forget_connections();
    return tell_connections(given);
}

json::value tell_fixtures(order& given) { return given.state.fixtures; }

json::value replace_fixtures(order& given) {
    given.state.replace_fixtures(std::move(given.body));
    return tell_fixtures(given);
}

// The element of `list` whose member `key` equals that of `wanted`.
json::object& select(json::value& list, std::string_view key, const json::object& wanted) {
    auto* value = wanted.if_contains(key);
    if (!value) throw malformed("/" + std::string(key), "is missing");
    if (auto* elements = list.if_array())
        for (auto& element : *elements)
            if (auto* found = element.as_object().if_contains(key); found && *found == *value)
                return element.as_object();
    throw malformed("/" + std::string(key), "is not in the fixtures");
}

// Changes some members of one app or person; the changed fixtures have to be right as a whole.
json::value patch_fixtures(order& given, std::string_view list, std::string_view key) {
    auto* patch = given.body.if_object();
    if (!patch) throw malformed("", "must be an object");
    auto changed = given.state.fixtures;
    auto& corp = select(changed.as_object()["corporations"], "corpid", *patch);
    auto& element = select(corp[list], key, *patch);
    for (auto& [name, value] : *patch)
        if (name != "corpid") element[name] = value;
    json::value result = element;
    given.state.replace_fixtures(std::move(changed));
    return result;
}

json::value patch_app(order& given) { return patch_fixtures(given, "apps", "agentid"); }

json::value patch_person(order& given) {
    bool external = given.body.is_object() && given.body.as_object().contains("openid");
    return patch_fixtures(given, "people", external ? "openid" : "userid");
}

struct route {
    std::string_view method;
    std::string_view path;
    json::value (*run)(order&);
};

constexpr route routes[] = {
    {"GET", "/clock", tell_clock},
    {"POST", "/clock/advance", advance_clock},
    {"GET", "/knobs", tell_knobs},
    {"POST", "/knobs", turn_knobs},
    {"DELETE", "/knobs", reset_knobs},
    {"GET", "/faults", tell_faults},
    {"POST", "/faults", add_fault},
    {"DELETE", "/faults", clear_faults},
    {"POST", "/tokens/revoke", revoke_tokens},
    {"POST", "/tokens/expire", expire_tokens},
    {"GET", "/calls", tell_calls},
    {"DELETE", "/calls", forget_calls},
    {"GET", "/connections", tell_connections},
    {"DELETE", "/connections", forget_connections},
    {"GET", "/fixtures", tell_fixtures},
    {"POST", "/fixtures", replace_fixtures},
    {"POST", "/apps", patch_app},
    {"POST", "/people", patch_person},
};

response json_response(unsigned status, const json::value& body) {
    return {.status = status, .headers = {{"Content-Type", "application/json"}}, .body = json::serialize(body) + "\n"};
}

}  // namespace

response answer_control(world& state, const request& from, time_point real_now) {
    auto wanted = [&](const route& each) { return each.path == from.path && each.method == from.method; };
    auto found = std::ranges::find_if(routes, wanted);
    if (found == std::end(routes))
        return json_response(404, {{"error", "no such route: " + from.method + " " + from.path}});
    try {
        order given{state, real_now + state.advanced, parse_json(from.body.empty() ? "{}" : from.body)};
        return json_response(200, found->run(given));
    } catch (const malformed& reason) {
        return json_response(400, {{"error", reason.what()}});
    }
}

}  // namespace simulator
