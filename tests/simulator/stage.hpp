#pragma once

#include "api.hpp"
#include "fixtures.hpp"
#include "pages.hpp"
#include "simulation.hpp"

#include <boost/json.hpp>

namespace simulator {

// Draws that differ from each other and are the same in every run.
inline random_text counted_draws() {
    return [drawn = std::size_t{0}](std::size_t length, std::string_view alphabet) mutable {
        std::string text(length, alphabet[0]);
        ++drawn;
        for (std::size_t rest = drawn, at = 0; rest && at < length; rest /= alphabet.size(), ++at)
            text[at] = alphabet[rest % alphabet.size()];
        return text;
    };
}

// The simulator with its default fixtures and a clock that moves when a test moves it.
struct stage {
    world state{default_fixtures(), counted_draws()};
    time_point now{std::chrono::seconds(1795400000)};

    static constexpr const char* corpid = "ww3f6c1e8a2b9d4075";
    static constexpr const char* portal_secret = "iIWMxAkhmHF10d4HpBA4ej_Dcui2H8B8FV_f3aTxeqW";      // 1000002
    static constexpr const char* attendance_secret = "JWMiNTbP8ZTpUxudWZjrONKLzgo0iLakKQFJqJBFKIC";  // 1000003
    static constexpr const char* other_corpid = "ww90b7d25e4c1fa836";
    static constexpr const char* other_secret = "-bNDTAJvmnWXnWcFci19niyzGrLm142y2wVzwrnbwF0";
    static constexpr const char* callback = "https://sso.example.com/callback";

    static request get(std::string path, parameters query) {
        return {.method = "GET", .path = std::move(path), .query = std::move(query), .peer = "127.0.0.1"};
    }

    boost::json::object call(const request& from) {
        return boost::json::parse(answer_api(state, from, now).body).as_object();
    }
    boost::json::object call(std::string path, parameters query) {
        return call(get("/cgi-bin/" + std::move(path), std::move(query)));
    }
    int errcode(std::string path, parameters query) {
        return call(std::move(path), std::move(query)).at("errcode").to_number<int>();
    }

    std::string token(const char* secret = portal_secret, const char* of = corpid) {
        return std::string(call("gettoken", {{"corpid", of}, {"corpsecret", secret}}).at("access_token").as_string());
    }

    static request qr_visit(std::string member) {
        auto from = get("/wwopen/sso/qrConnect",
                        {{"appid", corpid}, {"agentid", "1000002"}, {"redirect_uri", callback}, {"state", "s1"}});
        from.headers["x-simulate-member"] = std::move(member);
        return from;
    }
    static request in_app_visit(std::string member, std::string scope = "snsapi_base") {
        auto from = get("/connect/oauth2/authorize", {{"appid", corpid},
                                                      {"agentid", "1000002"},
                                                      {"redirect_uri", callback},
                                                      {"response_type", "code"},
                                                      {"scope", std::move(scope)},
                                                      {"state", "s1"}});
        from.headers["user-agent"] = "Mozilla/5.0 MicroMessenger/7.0.1 wxwork/4.1.6";
        if (!member.empty()) from.headers["x-simulate-member"] = std::move(member);
        return from;
    }

    // What the browser is sent to; empty if a page is shown.
    std::string location(const request& from) {
        for (auto& [name, value] : answer_page(state, from, now).headers)
            if (name == "Location") return value;
        return {};
    }
    std::string code(const request& from) {
        auto sent_to = location(from);
        auto target = make_request("GET", sent_to.substr(sent_to.find("/callback")));
        return target ? std::string(target->parameter("code")) : std::string();
    }
    boost::json::object redeem(const request& from, std::string endpoint = "auth/getuserinfo") {
        auto redeemed = code(from);
        return call(std::move(endpoint), {{"access_token", token()}, {"code", redeemed}});
    }

    // Changes one app of the first corporation.
    void change_app(int agentid, std::string_view member, boost::json::value value) {
        auto changed = state.fixtures;
        for (auto& app : changed.at("corporations").at(0).at("apps").as_array())
            if (app.at("agentid") == agentid) app.as_object()[member] = value;
        state.replace_fixtures(std::move(changed));
    }
};

inline request with(request changed, std::string_view name, std::string value) {
    for (auto& [known, present] : changed.query)
        if (known == name) present = std::move(value);
    return changed;
}

inline request without(request changed, std::string_view name) {
    std::erase_if(changed.query, [&](auto& each) { return each.first == name; });
    return changed;
}

}  // namespace simulator
