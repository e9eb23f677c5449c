// Connections between two logins.

#include "faults/fault_login.hpp"

#include <future>

using namespace faults;

namespace {

const std::string member = member_answer("ZhangSan");

// A second login of one company, on the connection that the first has left behind.
std::string story_on_kept_connection(std::string_view api, const reply& fault) {
    fault_login row;
    const bool refresh = api == gettoken;
    CHECK(row.story() == "OK zhangsan");
    // Lets the second login ask for a token again.
    if (refresh) row.wecom.answer_next(getuserinfo, errcode(42001));
    row.wecom.answer_next(api, fault);
    return row.story();
}

}  // namespace

TEST_CASE("F40: an unsolicited answer on a kept connection", "[faults]") {
    std::promise<void> idle, sent;
    fault_login row;
    row.wecom.answer_next(getuserinfo, [&](tls_peer& peer) {
        peer.send(answer_of(member));
        idle.get_future().wait();
        peer.send(answer_of(member_answer("Mallory")));
        peer.wait_until_delivered();
        sent.set_value();
    });
    CHECK(row.story() == "OK zhangsan");
    idle.set_value();
    sent.get_future().wait();
    CHECK(row.story() == "OK zhangsan");
    CHECK(row.wecom.server.connections() == 2);
}

TEST_CASE("F70: closed while idle", "[faults]") {
    const bool says_goodbye = GENERATE(true, false);
    fault_login row;
    row.wecom.answer_next(getuserinfo, [says_goodbye](tls_peer& peer) {
        peer.send(answer_of(member));
        if (says_goodbye) peer.say_goodbye();
        peer.leave();
    });
    CHECK(row.story() == "OK zhangsan");
    row.wecom.server.wait_until_ended(1);
    CHECK(row.story() == "OK zhangsan");
    CHECK(row.wecom.server.connections() == 2);
    CHECK(row.wecom.calls(getuserinfo) == 2);
}

TEST_CASE("F70: closed between write and read", "[faults]") {
    const reply fault = GENERATE(values<reply>({
        [](tls_peer& peer) { peer.leave(); },
        [](tls_peer& peer) { peer.reset(); },
        last_bytes(""),
    }));
    CHECK(story_on_kept_connection(getuserinfo, fault) == "OK zhangsan");
    CHECK(story_on_kept_connection(gettoken, fault) == "OK zhangsan");
}

TEST_CASE("F70: closed after one byte", "[faults]") {
    CHECK(story_on_kept_connection(getuserinfo, cut_after("H")) == "RESTART ambiguous");
    CHECK(story_on_kept_connection(gettoken, cut_after("H")) == "OK zhangsan");
}

TEST_CASE("F70: a code is sent at most twice", "[faults]") {
    fault_login row;
    CHECK(row.story() == "OK zhangsan");
    row.wecom.answer(getuserinfo, [](tls_peer& peer) { peer.leave(); });
    CHECK(row.story() == "RESTART ambiguous");
    CHECK(row.wecom.calls(getuserinfo) == 1 + 2);
}

TEST_CASE("F71: the server closes after each answer, and says so", "[faults]") {
    fault_login row;
    row.wecom.answer(getuserinfo, last_bytes(answer_of(member, "Connection: close\r\n")));
    for (int i = 0; i < 1000; ++i)
        REQUIRE(row.story() == "OK zhangsan");
    CHECK(row.wecom.calls(getuserinfo) == 1000);
    CHECK(row.wecom.server.connections() == 1000);
}

TEST_CASE("F71: the server closes after each answer, and does not say so", "[faults]") {
    fault_login row;
    row.wecom.answer(getuserinfo, last_bytes(answer_of(member, "Keep-Alive: timeout=1\r\n")));
    for (int i = 0; i < 1000; ++i)
        REQUIRE(row.story() == "OK zhangsan");
    CHECK(row.wecom.calls(gettoken) == 1);
}
