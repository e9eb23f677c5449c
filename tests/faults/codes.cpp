// The code that a browser brings is good once.

#include "faults/fault_login.hpp"

#include <set>
#include <thread>

using namespace faults;

TEST_CASE("F49: bad codes", "[faults]") {
    const int code = GENERATE(40029, 41008, 40078, 42003, 42022);
    CAPTURE(code);
    fault_login row;
    row.wecom.answer(getuserinfo, errcode(code));
    const auto end = row.log_in();
    CHECK(end.story() == "RESTART code_invalid");
    CHECK(end.error.upstream_code == code);
    CHECK(row.wecom.calls(getuserinfo) == 1);
}

TEST_CASE("F50: the code is found used after an answer was lost", "[faults]") {
    fault_login row;
    CHECK(row.story() == "OK zhangsan");
    row.wecom.answer_next(getuserinfo, [](tls_peer& peer) { peer.leave(); });
    row.wecom.answer_next(getuserinfo, errcode(40029));
    CHECK(row.story() == "RESTART ambiguous");
    CHECK(row.wecom.calls(getuserinfo) == 1 + 2);
}

TEST_CASE("F50: the code is found used after WeCom was busy", "[faults]") {
    fault_login row;
    row.wecom.answer_next(getuserinfo, errcode(-1));
    row.wecom.answer_next(getuserinfo, errcode(40029));
    CHECK(row.story() == "RESTART ambiguous");
    CHECK(row.wecom.calls(getuserinfo) == 2);
}

TEST_CASE("F51: the callback comes again", "[faults]") {
    fault_login row;
    const auto back = row.visit_wecom();
    std::string first, second;
    CHECK(row.callback(back, &first).status == IDP_OK);
    CHECK(row.callback(back, &second).status == IDP_OK);
    const auto once = row.resolve(first), again = row.resolve(second);
    CHECK(once.story() == "OK zhangsan");
    CHECK((once.flags & IDP_ACCOUNT_REPEATED) == 0);
    CHECK(again.story() == "OK zhangsan");
    CHECK((again.flags & IDP_ACCOUNT_REPEATED) != 0);
    CHECK(row.wecom.calls(getuserinfo) == 1);
}

TEST_CASE("F51: the callback comes a hundred times at once", "[faults]") {
    fault_login row;
    const auto back = row.visit_wecom();
    std::mutex mutex;
    std::multiset<std::string> stories;
    {
        std::vector<std::jthread> all;
        for (int i = 0; i < 100; ++i)
            all.emplace_back([&] {
                std::string grant_token;
                row.callback(back, &grant_token);
                const auto story = row.resolve(grant_token, 8000ms).story();
                const std::lock_guard lock{mutex};
                stories.insert(story);
            });
    }
    CHECK(stories.count("OK zhangsan") == 100);
    CHECK(row.wecom.calls(getuserinfo) == 1);
}

TEST_CASE("F51: the callback comes again in another browser", "[faults]") {
    fault_login row;
    const auto mine = row.visit_wecom(), other = row.visit_wecom();
    CHECK(row.callback({mine.query, other.transaction}).story() == "REJECTED state_mismatch");
    CHECK(row.wecom.calls(getuserinfo) == 0);
}

TEST_CASE("F51: a failure comes again as it was", "[faults]") {
    fault_login row;
    row.wecom.answer(getuserinfo, cut_after("HTTP/1.1 200"));
    const auto grant_token = row.come_back();
    CHECK(row.resolve(grant_token).story() == "RESTART ambiguous");
    CHECK(row.resolve(grant_token).story() == "RESTART ambiguous");
    CHECK(row.wecom.calls(getuserinfo) == 1);
}

TEST_CASE("F95: thousands of bogus callbacks ask nobody anything", "[faults][T35][T36]") {
    fault_login row;
    const auto bogus = "code=x&state=" + std::string(43, 'A');
    const auto good = row.visit_wecom();
    for (int i = 0; i < 2500; ++i) {
        REQUIRE(row.callback({bogus, ""}).status == IDP_E_RESTART);
        REQUIRE(row.callback({bogus, good.transaction}).story() == "REJECTED state_mismatch");
    }
    CHECK(row.wecom.server.connections() == 0);
}
