// The access token of the app, and what WeCom may have against it.

#include "faults/fault_login.hpp"

#include <atomic>
#include <set>
#include <thread>

using namespace faults;

namespace {

// Logins on so many threads, until each has made its share. What they came to.
std::set<std::string> stories_of(fault_login& row, int threads, int logins_each) {
    std::mutex mutex;
    std::set<std::string> stories;
    {
        std::vector<std::jthread> all;
        for (int i = 0; i < threads; ++i)
            all.emplace_back([&] {
                for (int j = 0; j < logins_each; ++j) {
                    const auto story = row.story(8000ms);
                    const std::lock_guard lock{mutex};
                    stories.insert(story);
                }
            });
    }
    return stories;
}

reply same_token() { return body(token_answer("canaryToken")); }

}  // namespace

TEST_CASE("F41: token expired in flight", "[faults]") {
    fault_login row;
    CHECK(row.story() == "OK zhangsan");
    row.wecom.answer_next(getuserinfo, errcode(42001));
    CHECK(row.story() == "OK zhangsan");
    CHECK(row.wecom.calls(gettoken) == 1 + 1);
    CHECK(row.wecom.calls(getuserinfo) == 1 + 2);
}

TEST_CASE("F42: token refused once", "[faults]") {
    const int code = GENERATE(40014, 40001);
    fault_login row;
    CHECK(row.story() == "OK zhangsan");
    row.wecom.answer_next(getuserinfo, errcode(code));
    CHECK(row.story() == "OK zhangsan");
    CHECK(row.wecom.calls(gettoken) == 1 + 1);
    CHECK(row.wecom.calls(getuserinfo) == 1 + 2);
}

TEST_CASE("F43: every token refused", "[faults]") {
    fault_login row;
    row.is_remembered();
    row.wecom.answer(getuserinfo, errcode(40014));
    CHECK(row.story() == "UPSTREAM token_refused");
    CHECK(row.wecom.calls(gettoken) <= 2);
    CHECK(row.wecom.calls(getuserinfo) <= 2);
}

TEST_CASE("F43: every token refused, for thousands of logins", "[faults]") {
    fault_login row;
    row.is_remembered();
    row.wecom.answer(getuserinfo, errcode(40014));
    CHECK(stories_of(row, 8, 125) == std::set<std::string>{"UPSTREAM token_refused"});
    CHECK(row.wecom.calls(gettoken) <= 3);
}

TEST_CASE("F44: token expires early while many log in", "[faults]") {
    fault_login row;
    std::atomic<int> answered{0};
    // After 100 answers the first token is no longer good.
    row.wecom.answer(getuserinfo, [&](tls_peer& peer) {
        const bool old =
            peer.last_request().find(std::string{scripted_wecom::token_canary} + "1&") != std::string::npos;
        const bool expired = ++answered > 100;
        peer.send(answer_of(old && expired ? refusal(42001) : member_answer("ZhangSan")));
    });
    CHECK(stories_of(row, 50, 10) == std::set<std::string>{"OK zhangsan"});
    CHECK(row.wecom.calls(gettoken) == 2);
}

TEST_CASE("F45: gettoken gives the same dead token again", "[faults]") {
    fault_login row;
    row.is_remembered();
    row.wecom.answer(gettoken, same_token());
    row.wecom.answer(getuserinfo, errcode(42001));
    CHECK(row.story() == "UPSTREAM token_refused");
    CHECK(row.wecom.calls(gettoken) <= 2);
    CHECK(row.wecom.calls(getuserinfo) <= 2);
}

TEST_CASE("F46: WeCom is busy once", "[faults]") {
    fault_login row;
    for (const auto api : {gettoken, getuserinfo}) {
        CAPTURE(api);
        row.wecom.answer_next(api, errcode(-1), 2);
        CHECK(row.story() == "OK zhangsan");
        CHECK(row.wecom.calls(api) == 3);
        row.check_recovery();
    }
}

TEST_CASE("F46: WeCom is busy, always", "[faults]") {
    fault_login row;
    for (const auto api : {gettoken, getuserinfo}) {
        CAPTURE(api);
        row.is_remembered();
        row.wecom.answer(api, errcode(-1));
        const auto end = row.log_in();
        CHECK(end.story() == "BUSY busy");
        CHECK(end.error.retry_after_ms > 0);
        CHECK(row.wecom.calls(api) == 3);
        row.check_recovery();
    }
}

TEST_CASE("F47: call limits", "[faults]") {
    for (const auto api : {gettoken, getuserinfo}) {
        CAPTURE(api);
        fault_login row;
        row.is_remembered();
        row.wecom.answer(api, errcode(45009));
        for (int i = 0; i < 10; ++i) {
            const auto end = row.log_in();
            CHECK(end.story() == "BUSY rate");
            CHECK(end.error.retry_after_ms > 0);
        }
        CHECK(row.wecom.calls(api) <= (api == gettoken ? 1 : 10));  // a login that is refused is not repeated
        CHECK(row.wecom.calls(gettoken) == 1);
    }
}

TEST_CASE("F47: a token that still serves survives the limit of gettoken", "[faults]") {
    fault_login row;
    CHECK(row.story() == "OK zhangsan");
    row.wecom.answer(gettoken, errcode(45009));
    CHECK(row.story() == "OK zhangsan");
}

TEST_CASE("F48: configuration errors at gettoken are remembered", "[faults]") {
    const auto [code, reason] = GENERATE(table<int, std::string>({
        {40001, "credential"},
        {40013, "credential"},
        {40091, "credential"},
        {60020, "ip_not_trusted"},
    }));
    CAPTURE(code);
    fault_login row;
    row.is_remembered();
    row.wecom.answer(gettoken, errcode(code));
    for (int i = 0; i < 100; ++i) {
        const auto end = row.log_in();
        CHECK(end.story() == "UPSTREAM " + reason);
        CHECK(end.error.upstream_code == code);
        CHECK(end.error.audience == IDP_FOR_ADMIN);
    }
    CHECK(row.wecom.calls(gettoken) <= 2);
}

TEST_CASE("F48: those of one login concern that login alone", "[faults]") {
    const auto [code, reason] = GENERATE(table<int, std::string>({
        {60020, "ip_not_trusted"},
        {50001, "upstream"},
        {48002, "upstream"},
        {301002, "upstream"},
    }));
    CAPTURE(code);
    fault_login row;
    row.wecom.answer_next(getuserinfo, errcode(code));
    const auto end = row.log_in();
    CHECK(end.story() == "UPSTREAM " + reason);
    CHECK(end.error.upstream_code == code);
    CHECK(end.error.audience == IDP_FOR_ADMIN);
    CHECK(row.wecom.calls(getuserinfo) == 1);
    CHECK(row.story() == "OK zhangsan");
    CHECK(row.wecom.calls(gettoken) == 1);
}
