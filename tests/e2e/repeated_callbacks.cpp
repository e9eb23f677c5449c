// One callback, one request to WeCom: prefetching browsers, double clicks and retrying gateways included.

#include "e2e/company.hpp"
#include "support/catch.hpp"

#include <thread>

using namespace e2e;

TEST_CASE("the same callback again gets the first account and asks nobody", "[e2e]") {
    simulated_wecom wecom;
    company acme{wecom};
    const auto back = acme.visit_wecom("ZhangSan");
    const auto first = acme.finish(back), second = acme.finish(back);

    REQUIRE(second.status == IDP_OK);
    CHECK((first.account->flags & IDP_ACCOUNT_REPEATED) == 0);
    CHECK((second.account->flags & IDP_ACCOUNT_REPEATED) != 0);
    CHECK(second.subject() == first.subject());
    CHECK(wecom.calls("getuserinfo") == 1);
}

TEST_CASE("a hundred copies of one callback at once make one getuserinfo", "[e2e]") {
    simulated_wecom wecom;
    company acme{wecom};
    const auto back = acme.visit_wecom("ZhangSan");
    std::atomic<int> in = 0;
    {
        std::vector<std::jthread> copies;
        for (int i = 0; i < 100; ++i)
            copies.emplace_back([&] {
                const auto out = acme.finish(back);
                in += out.status == IDP_OK && out.subject() == "zhangsan";
            });
    }
    CHECK(in == 100);
    CHECK(wecom.calls("getuserinfo") == 1);
    CHECK(wecom.calls("gettoken") == 1);
}

TEST_CASE("a refused person stays refused when the callback is repeated", "[e2e]") {
    simulated_wecom wecom;
    company acme{wecom};
    const auto back = acme.visit_wecom("ww90b7d25e4c1fa836/ZhangSan");
    CHECK(acme.finish(back).reason == "linked_corp");
    CHECK(acme.finish(back).reason == "linked_corp");
    CHECK(wecom.calls("getuserinfo") == 1);
}

TEST_CASE("a login that never reached WeCom may be tried again with the same callback", "[e2e]") {
    simulated_wecom wecom;
    company acme{wecom};
    const auto back = acme.visit_wecom("ZhangSan");
    wecom.tell("/faults", {{"path", "/cgi-bin/gettoken"}, {"kind", "http_status"}, {"status", 502}, {"times", 3}});
    CHECK(acme.finish(back).reason == "http_status");
    CHECK(acme.finish(back).status == IDP_OK);
}
