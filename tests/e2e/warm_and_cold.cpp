// What a login costs: requests to WeCom and connections, counted by the simulator.

#include "e2e/company.hpp"
#include "support/catch.hpp"

#include <thread>

using namespace e2e;

TEST_CASE("a cold login is one gettoken and one getuserinfo on one connection", "[e2e]") {
    simulated_wecom wecom;
    company acme{wecom};
    const auto who = acme.log_in("ZhangSan");

    REQUIRE(who.status == IDP_OK);
    CHECK(who.account->verdict == IDP_VERDICT_MEMBER);
    CHECK(who.issuer() == "wecom:" + std::string{corpid});
    CHECK(who.subject() == "zhangsan");
    CHECK(wecom.calls("gettoken") == 1);
    CHECK(wecom.calls("getuserinfo") == 1);
    CHECK(wecom.calls("") == 2);
    CHECK(wecom.api_connections() == 1);
}

TEST_CASE("a hundred logins in a row fetch one token on one connection [T36]", "[e2e]") {
    simulated_wecom wecom;
    company acme{wecom};
    for (int i = 0; i < 100; ++i)
        REQUIRE(acme.log_in("ZhangSan").status == IDP_OK);

    CHECK(wecom.calls("gettoken") == 1);
    CHECK(wecom.calls("auth/getuserinfo") == 100);
    CHECK(wecom.calls("") == 101);
    CHECK(wecom.api_connections() == 1);
}

TEST_CASE("64 people at once on a cold start fetch one token", "[e2e]") {
    simulated_wecom wecom;
    company acme{wecom};
    std::vector<journey> people;
    for (int i = 0; i < 64; ++i)
        people.push_back(acme.visit_wecom("ZhangSan"));

    std::atomic<int> in = 0;
    {
        std::vector<std::jthread> threads;
        for (const auto& person : people)
            threads.emplace_back([&] { in += acme.finish(person).status == IDP_OK; });
    }
    CHECK(in == 64);
    CHECK(wecom.calls("gettoken") == 1);
    CHECK(wecom.calls("getuserinfo") == 64);
    CHECK(wecom.api_connections() <= 32);
}

TEST_CASE("prepare gets token and connection ready while the person is at WeCom", "[e2e]") {
    simulated_wecom wecom;
    company acme{wecom};
    CHECK(acme.instance().table().prepare(acme.instance().get()) == IDP_OK);
    REQUIRE(acme.log_in("ZhangSan").status == IDP_OK);
    CHECK(wecom.calls("") == 2);
    CHECK(wecom.api_connections() == 1);
}

TEST_CASE("two instances of one app share its token and connection", "[e2e]") {
    simulated_wecom wecom;
    company acme{wecom, {}, "one"}, again{wecom, {}, "two"};
    REQUIRE(acme.log_in("ZhangSan").status == IDP_OK);
    REQUIRE(again.log_in("lisi").status == IDP_OK);
    CHECK(wecom.calls("gettoken") == 1);
    CHECK(wecom.api_connections() == 1);
}

TEST_CASE("every mode leads a member in", "[e2e]") {
    simulated_wecom wecom;
    company acme{wecom};
    const auto mode = GENERATE(as<std::string>{}, "in_app", "qr", "qr_legacy", "auto");
    const auto agent = mode == "in_app" ? in_wecom : std::string_view{"Mozilla/5.0 (X11; Linux x86_64) Firefox/150.0"};
    const auto who = acme.log_in("ZhangSan", {.mode = mode, .user_agent = agent});
    CAPTURE(mode, who.detail);
    CHECK(who.subject() == "zhangsan");
}
