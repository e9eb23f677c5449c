#include "control.hpp"

#include "stage.hpp"
#include "support/catch.hpp"

using namespace simulator;
namespace json = boost::json;

namespace {

// The stage with somebody at the control port.
struct controlled : stage {
    response control(std::string method, std::string path, std::string body = "") {
        return answer_control(state, {.method = std::move(method), .path = std::move(path), .body = std::move(body)},
                              now);
    }
    json::value told(std::string method, std::string path, std::string body = "") {
        auto answered = control(std::move(method), std::move(path), std::move(body));
        INFO(answered.body);
        CHECK(answered.status == 200);
        return json::parse(answered.body);
    }
    std::string refused(std::string path, std::string body) {
        auto answered = control("POST", std::move(path), std::move(body));
        CHECK(answered.status == 400);
        return std::string(json::parse(answered.body).at("error").as_string());
    }
    int errcode_now(const request& from) {
        return json::parse(answer(state, from, now).message.body).at("errcode").to_number<int>();
    }
    request token_check(const std::string& token) {
        return stage::get("/cgi-bin/getcallbackip", {{"access_token", token}});
    }
};

}  // namespace

TEST_CASE("the clock can be advanced and not turned back", "[control]") {
    controlled on;
    auto token = on.token();
    CHECK(on.told("POST", "/clock/advance", R"({"seconds":7200})").at("advanced") == 7200);
    CHECK(on.told("GET", "/clock").at("now") == 1795407200);
    CHECK(on.errcode_now(on.token_check(token)) == 42001);
    CHECK(on.refused("/clock/advance", R"({"seconds":-1})") ==
          "/seconds: must not be negative: clocks do not run backwards");
}

TEST_CASE("tokens can be revoked and expired, all or one app's", "[control]") {
    controlled on;
    auto portal = on.token(), attendance = on.token(stage::attendance_secret);
    CHECK(on.told("POST", "/tokens/expire", R"({"corpid":"ww3f6c1e8a2b9d4075","agentid":1000003})").at("expired") == 1);
    CHECK(on.errcode_now(on.token_check(attendance)) == 42001);
    CHECK(on.errcode_now(on.token_check(portal)) == 0);
    CHECK(on.told("POST", "/tokens/revoke").at("revoked") == 2);
    CHECK(on.errcode_now(on.token_check(portal)) == 40014);
    CHECK(on.token() != portal);
}

TEST_CASE("knobs can be turned, read and set back", "[control]") {
    controlled on;
    CHECK(on.told("POST", "/knobs", R"({"code_lifetime":10})").at("code_lifetime") == 10);
    CHECK(on.told("GET", "/knobs").at("code_lifetime") == 10);
    CHECK(on.told("DELETE", "/knobs").at("code_lifetime") == 300);
    CHECK(on.refused("/knobs", R"({"speed":1})") == "/speed: is not known");
}

TEST_CASE("faults can be added, listed and cleared", "[control]") {
    controlled on;
    on.told("POST", "/faults", R"({"path":"/cgi-bin/gettoken","kind":"errcode","errcode":-1,"times":2})");
    CHECK(on.errcode_now(stage::get("/cgi-bin/gettoken", {})) == -1);
    CHECK(json::serialize(on.told("GET", "/faults")) ==
          R"({"faults":[{"path":"/cgi-bin/gettoken","kind":"errcode","times_left":1}]})");
    CHECK(on.told("DELETE", "/faults").at("faults").as_array().empty());
}

TEST_CASE("the calls are listed in order with what they carried", "[control]") {
    controlled on;
    auto from = make_request("GET", "/cgi-bin/auth/getuserinfo?access_token=a&code=c-x%26access_token%3Devil");
    REQUIRE(from);
    from->connection = 3;
    on.errcode_now(stage::get("/cgi-bin/gettoken", {}));
    on.errcode_now(*from);
    auto told = on.told("GET", "/calls");
    CHECK(told.at("count") == 2);
    auto& second = told.at("calls").at(1);
    CHECK(second.at("number") == 2);
    CHECK(second.at("connection") == 3);
    CHECK(second.at("path") == "/cgi-bin/auth/getuserinfo");
    CHECK(second.at("parameters").at("code") == "c-x&access_token=evil");
    CHECK(second.at("target") == "/cgi-bin/auth/getuserinfo?access_token=a&code=c-x%26access_token%3Devil");
    CHECK(on.told("DELETE", "/calls").at("count") == 0);
}

TEST_CASE("the connections are listed and counted anew after a reset", "[control]") {
    controlled on;
    on.state.log.handshaken(on.state.log.accepted("127.0.0.1"), "TLSv1.3", "qyapi.weixin.qq.com");
    on.state.log.closed(on.state.log.accepted("127.0.0.1"));
    CHECK(json::serialize(on.told("GET", "/connections")) ==
          R"({"accepted":2,"connections":[)"
          R"({"number":1,"peer":"127.0.0.1","tls":"TLSv1.3","server_name":"qyapi.weixin.qq.com","open":true},)"
          R"({"number":2,"peer":"127.0.0.1","tls":"","server_name":"","open":false}]})");
    auto reset = on.told("DELETE", "/connections");
    CHECK(reset.at("accepted") == 0);
    CHECK(reset.at("connections").as_array().size() == 1);
}

TEST_CASE("an app's trusted domains can be set at run time", "[control]") {
    controlled on;
    auto from = with(stage::qr_visit("lisi"), "redirect_uri", "http://127.0.0.1:43210/callback");
    CHECK(on.location(from).empty());
    on.told("POST", "/apps",
            R"({"corpid":"ww3f6c1e8a2b9d4075","agentid":1000002,"login_domains":["127.0.0.1:43210"]})");
    CHECK_FALSE(on.location(from).empty());
    CHECK_THAT(on.refused("/apps", R"({"corpid":"ww3f6c1e8a2b9d4075","agentid":1000002,"login_domains":["*"]})"),
               Catch::Matchers::StartsWith("/corporations/0/apps/0/login_domains/0: "));
    CHECK_FALSE(on.location(from).empty());
    CHECK(on.refused("/apps", R"({"corpid":"ww3f6c1e8a2b9d4075","agentid":7})") == "/agentid: is not in the fixtures");
}

TEST_CASE("a person can be changed at run time", "[control]") {
    controlled on;
    on.told("POST", "/people", R"({"corpid":"ww3f6c1e8a2b9d4075","userid":"lisi","status":2})");
    CHECK(on.call("user/get", {{"access_token", on.token()}, {"userid", "lisi"}}).at("status") == 2);
    CHECK_THAT(on.refused("/people", R"({"corpid":"ww3f6c1e8a2b9d4075","userid":"lisi","status":9})"),
               Catch::Matchers::StartsWith("/corporations/0/people/1/status: "));
}

TEST_CASE("the fixtures can be read and replaced", "[control]") {
    controlled on;
    auto fixtures = on.told("GET", "/fixtures");
    CHECK(fixtures.at("corporations").as_array().size() == 2);
    fixtures.at("corporations").as_array().pop_back();
    on.told("POST", "/fixtures", json::serialize(fixtures));
    CHECK(on.state.people_and_apps.corporations.size() == 1);
    CHECK_THAT(on.refused("/fixtures", "{}"), Catch::Matchers::StartsWith("/corporations: "));
    CHECK(on.state.people_and_apps.corporations.size() == 1);
}

TEST_CASE("an unknown route and a body that is not JSON are refused", "[control]") {
    controlled on;
    CHECK(on.control("PUT", "/knobs").status == 404);
    CHECK_THAT(on.refused("/knobs", "{"), Catch::Matchers::StartsWith("/: is not JSON"));
}
