#include "api.hpp"

#include "stage.hpp"
#include "support/catch.hpp"

using namespace simulator;
using namespace std::chrono_literals;
namespace json = boost::json;

namespace {

std::string header(const response& from, std::string_view name) {
    for (auto& [known, value] : from.headers)
        if (known == name) return value;
    return {};
}

}  // namespace

TEST_CASE("an unknown path is 404 with an empty body", "[api]") {
    stage on;
    auto answered = answer_api(on.state, stage::get("/cgi-bin/nothing", {}), on.now);
    CHECK(answered.status == 404);
    CHECK(answered.body.empty());
}

TEST_CASE("the caller is checked before the parameters, in the known order", "[api]") {
    stage on;
    CHECK(on.errcode("user/get", {}) == 41001);
    CHECK(on.errcode("user/get", {{"access_token", "garbage"}}) == 40014);

    auto token = on.token();
    on.change_app(1000002, "enabled", false);
    on.change_app(1000002, "trusted_ips", {"192.0.2.1"});
    on.state.settings.calls_per_minute = 1;
    on.now += 7200s;
    CHECK(on.errcode("user/get", {{"access_token", token}}) == 42001);
    on.now -= 1s;
    CHECK(on.errcode("user/get", {{"access_token", token}}) == 50003);
    on.change_app(1000002, "enabled", true);
    CHECK(on.errcode("user/get", {{"access_token", token}}) == 60020);
    on.change_app(1000002, "trusted_ips", json::array());
    CHECK(on.errcode("user/get", {{"access_token", token}}) == 41009);
    CHECK(on.errcode("user/get", {{"access_token", token}}) == 45009);
}

TEST_CASE("an expired token is forgotten after an hour", "[api]") {
    stage on;
    auto token = on.token();
    on.now += 7200s + 1h;
    CHECK(on.errcode("user/get", {{"access_token", token}}) == 40014);
}

TEST_CASE("a token is taken from the query only", "[api]") {
    stage on;
    auto from = stage::get("/cgi-bin/user/get", {{"userid", "lisi"}});
    from.headers["authorization"] = "Bearer " + on.token();
    from.body = R"({"access_token":")" + on.token() + "\"}";
    CHECK(on.call(from).at("errcode") == 41001);
}

TEST_CASE("redeeming a good code is exempt from the frequency limit", "[api]") {
    stage on;
    on.state.settings.calls_per_minute = 1;
    auto token = on.token();
    for (int i = 0; i < 3; ++i) {
        auto code = on.code(stage::qr_visit("lisi"));
        CHECK(on.errcode("auth/getuserinfo", {{"access_token", token}, {"code", code}}) == 0);
    }
    CHECK(on.errcode("auth/getuserinfo", {{"access_token", token}, {"code", "bad"}}) == 40029);
    CHECK(on.errcode("auth/getuserinfo", {{"access_token", token}, {"code", "bad"}}) == 45009);
}

TEST_CASE("a refusal names a hint, the caller's address and a link", "[api]") {
    stage on;
    auto message = on.call("gettoken", {}).at("errmsg").as_string();
    CHECK_THAT(std::string(message),
               Catch::Matchers::Matches(R"(corpsecret missing, hint: \[1795400000\d{15}\], from ip: 127\.0\.0\.1, )"
                                        R"(more info at https://open\.work\.weixin\.qq\.com/devtool/query\?e=41004)"));
}

TEST_CASE("a refusal carries the empty lists of its endpoint", "[api]") {
    stage on;
    CHECK(answer_api(on.state, stage::get("/cgi-bin/user/get", {{"access_token", "x"}}), on.now).body ==
          R"({"errcode":40014,"errmsg":"invalid access_token","department":[],"order":[],)"
          R"("is_leader_in_dept":[],"direct_leader":[]})");
    CHECK_THAT(answer_api(on.state, stage::get("/cgi-bin/getcallbackip", {{"access_token", "x"}}), on.now).body,
               Catch::Matchers::StartsWith(R"({"ip_list":[],"errcode":40014,"errmsg":"invalid access_token, hint: [)"));
}

TEST_CASE("answers have status 200 and the headers of the real server", "[api]") {
    stage on;
    auto answered = answer_api(on.state, stage::get("/cgi-bin/gettoken", {}), on.now);
    CHECK(answered.status == 200);
    CHECK(header(answered, "Content-Type") == "application/json; charset=UTF-8");
    CHECK(header(answered, "Server") == "nginx");
    CHECK(header(answered, "Date") == "Mon, 23 Nov 2026 02:13:20 GMT");
    CHECK(header(answered, "Error-Code") == "41004");
    CHECK_THAT(header(answered, "Error-Msg"), Catch::Matchers::StartsWith("corpsecret missing, hint: ["));
}

TEST_CASE("an injected refusal looks like one of the endpoint's own", "[api]") {
    stage on;
    auto refused = refuse_api(on.state, stage::get("/cgi-bin/get_api_domain_ip", {}), 45009, on.now);
    CHECK_THAT(refused.body,
               Catch::Matchers::StartsWith(R"({"ip_list":[],"errcode":45009,"errmsg":"api freq out of limit, hint)"));
}
