// Tokens that die early: one refresh, and nobody notices.

#include "e2e/company.hpp"
#include "support/catch.hpp"

using namespace e2e;

TEST_CASE("a revoked or expired token costs one refresh and no login [T49]", "[e2e]") {
    simulated_wecom wecom;
    company acme{wecom};
    REQUIRE(acme.log_in("ZhangSan").status == IDP_OK);
    const auto route = GENERATE(as<std::string>{}, "/tokens/revoke", "/tokens/expire");
    wecom.tell(route, boost::json::object{});

    CHECK(acme.log_in("ZhangSan").status == IDP_OK);
    CHECK(wecom.calls("gettoken") == 2);
    CHECK(wecom.calls("getuserinfo") == 3);
    CHECK(wecom.api_connections() == 1);
}

TEST_CASE("a token that is always refused costs at most two gettoken a login", "[e2e]") {
    simulated_wecom wecom;
    company acme{wecom};
    wecom.tell("/faults", {{"path", "/cgi-bin/auth/getuserinfo"}, {"kind", "errcode"}, {"errcode", 40014}});
    for (int login = 0; login < 3; ++login) {
        const auto out = acme.log_in("ZhangSan");
        CHECK(out.status == IDP_E_UPSTREAM);
        CHECK(out.reason == "token_refused");
        CHECK(out.error.upstream_code == 40014);
        CHECK(wecom.calls("gettoken") == 2);
        // After the first of them the next are answered without asking, for a while.
        CHECK(wecom.calls("getuserinfo") == 2);
    }
}

TEST_CASE("a wrong secret is asked about once, not at every login [T36]", "[e2e]") {
    simulated_wecom wecom;
    company acme{wecom, {{"corpsecret", "this-is-not-the-secret-of-the-app-at-all-42"}}};
    for (int login = 0; login < 10; ++login) {
        const auto out = acme.finish(acme.visit_wecom("ZhangSan"));
        CHECK(out.status == IDP_E_UPSTREAM);
        CHECK(out.reason == "credential");
        CHECK(out.error.audience == IDP_FOR_ADMIN);
    }
    CHECK(wecom.calls("gettoken") == 1);
}

TEST_CASE("WeCom's busy answer is tried again, its rate limit is not", "[e2e]") {
    simulated_wecom wecom;
    company acme{wecom};
    wecom.tell("/faults", {{"path", "/cgi-bin/auth/getuserinfo"}, {"kind", "errcode"}, {"errcode", -1}, {"times", 2}});
    CHECK(acme.log_in("ZhangSan").status == IDP_OK);
    CHECK(wecom.calls("getuserinfo") == 3);

    wecom.tell("/faults",
               {{"path", "/cgi-bin/auth/getuserinfo"}, {"kind", "errcode"}, {"errcode", 45009}, {"times", 1}});
    const auto limited = acme.log_in("ZhangSan");
    CHECK(limited.status == IDP_E_BUSY);
    CHECK(limited.error.retry_after_ms == 60'000);
    CHECK(wecom.calls("getuserinfo") == 4);
}
