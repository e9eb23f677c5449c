#include "stage.hpp"
#include "support/catch.hpp"

using namespace simulator;
using namespace std::chrono_literals;

TEST_CASE("gettoken refuses in the known order", "[app_api]") {
    stage on;
    auto& corpid = stage::corpid;
    CHECK(on.errcode("gettoken", {}) == 41004);
    CHECK(on.errcode("gettoken", {{"corpid", corpid}}) == 41004);
    CHECK(on.errcode("gettoken", {{"corpsecret", "x"}}) == 41002);
    CHECK(on.errcode("gettoken", {{"corpid", "ww0000000000000000"}, {"corpsecret", "x"}}) == 40013);
    CHECK(on.errcode("gettoken", {{"corpid", corpid}, {"corpsecret", "x"}}) == 40001);
    CHECK(on.errcode("gettoken", {{"corpid", corpid}, {"corpsecret", stage::other_secret}}) == 40091);
    on.change_app(1000002, "enabled", false);
    CHECK(on.errcode("gettoken", {{"corpid", corpid}, {"corpsecret", stage::portal_secret}}) == 40001);
}

TEST_CASE("a token has 214 characters and lasts 7200 seconds", "[app_api]") {
    stage on;
    auto answered = on.call("gettoken", {{"corpid", stage::corpid}, {"corpsecret", stage::portal_secret}});
    CHECK(answered.at("access_token").as_string().size() == 214);
    CHECK(answered.at("expires_in") == 7200);
}

TEST_CASE("each app has its own token", "[app_api]") {
    stage on;
    CHECK(on.token(stage::portal_secret) != on.token(stage::attendance_secret));
}

TEST_CASE("an address is banned for an hour after many wrong secrets", "[app_api]") {
    stage on;
    parameters wrong{{"corpid", stage::corpid}, {"corpsecret", "x"}};
    parameters right{{"corpid", stage::corpid}, {"corpsecret", stage::portal_secret}};
    for (int i = 0; i < 100; ++i)
        CHECK(on.errcode("gettoken", wrong) == 40001);
    CHECK(on.errcode("gettoken", right) == 45009);
    on.now += 1h;
    CHECK(on.errcode("gettoken", right) == 0);
}

TEST_CASE("agent/get refuses in the known order", "[app_api]") {
    stage on;
    auto token = on.token();
    CHECK(on.errcode("agent/get", {{"access_token", token}}) == 41011);
    CHECK(on.errcode("agent/get", {{"access_token", token}, {"agentid", "portal"}}) == 40056);
    CHECK(on.errcode("agent/get", {{"access_token", token}, {"agentid", "1000009"}}) == 40056);
    CHECK(on.errcode("agent/get", {{"access_token", token}, {"agentid", "1000003"}}) == 301002);
}

TEST_CASE("agent/get describes the app", "[app_api]") {
    stage on;
    auto described =
        on.call("agent/get", {{"access_token", on.token(stage::attendance_secret)}, {"agentid", "1000003"}});
    CHECK(described.at("agentid") == 1000003);
    CHECK(described.at("close") == 0);
    CHECK(described.at("redirect_domain") == "localhost:8080");
    CHECK(boost::json::serialize(described.at("allow_userinfos")) ==
          R"({"user":[{"userid":"ZhangSan"},{"userid":"lisi"}]})");
    CHECK(boost::json::serialize(described.at("allow_partys")) == R"({"partyid":[]})");
}

TEST_CASE("both lists of addresses need a token and are lists", "[app_api]") {
    stage on;
    auto path = GENERATE("get_api_domain_ip", "getcallbackip");
    CHECK(on.errcode(path, {}) == 41001);
    auto answered = on.call(path, {{"access_token", on.token()}});
    CHECK(answered.at("errcode") == 0);
    REQUIRE_FALSE(answered.at("ip_list").as_array().empty());
    CHECK(answered.at("ip_list").at(0).is_string());
}
