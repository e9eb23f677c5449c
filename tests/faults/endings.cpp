// How an answer ends, and what comes of it.

#include "faults/fault_login.hpp"

#include <atomic>

using namespace faults;

namespace {

const std::string ok = "HTTP/1.1 200 OK\r\n";
const std::string half_answer = ok + "Content-Length: 100\r\n\r\n{\"errcode\":0,";

// A good answer to either call.
std::string good_answer(const tls_peer& peer) {
    const bool wants_token = peer.last_request().find(gettoken) != std::string::npos;
    return answer_of(wants_token ? token_answer("canaryToken") : member_answer("ZhangSan"));
}

reply reset_after(std::string what) {
    return [what = std::move(what)](tls_peer& peer) {
        peer.send(what);
        peer.reset();
    };
}

// Byte by byte, for as long as the client stays.
void drip(tls_peer& peer, std::string_view bytes) {
    for (const char byte : bytes) {
        peer.send({&byte, 1});
        peer.pause(100ms);
    }
}

}  // namespace

TEST_CASE("F16: close_notify missing after a complete body", "[faults]") {
    for (const auto api : {gettoken, getuserinfo}) {
        CAPTURE(api);
        fault_login row;
        row.wecom.answer(api, [](tls_peer& peer) {
            peer.send(good_answer(peer));
            peer.leave();
        });
        CHECK(row.story() == "OK zhangsan");
        CHECK(row.story() == "OK zhangsan");
        CHECK(row.wecom.server.connections() == 2);
    }
}

TEST_CASE("F17: close_notify missing after a body that ends with the connection", "[faults]") {
    check_lost(cut_after(ok + "\r\n" + token_answer("canaryToken")));
    check_lost(cut_after(ok + "\r\n" + member_answer("Mallory")));
}

TEST_CASE("F18: close_notify in the middle of a body", "[faults]") {
    check_lost(last_bytes(half_answer));
    check_lost(last_bytes(ok + "Transfer-Encoding: chunked\r\n\r\n5\r\n{\"err"));
}

TEST_CASE("F19: reset in the header, in the body", "[faults]") {
    check_lost(reset_after("HTTP/1.1 2"));
    check_lost(reset_after(ok + "Content-Len"));
    check_lost(reset_after(half_answer));
}

TEST_CASE("F19: reset after the last byte", "[faults]") {
    for (const auto api : {gettoken, getuserinfo}) {
        CAPTURE(api);
        fault_login row;
        row.wecom.answer(api, [](tls_peer& peer) {
            peer.send(good_answer(peer));
            peer.reset();
        });
        CHECK(row.story() == "OK zhangsan");
        CHECK(row.story() == "OK zhangsan");
    }
}

TEST_CASE("F20: slow loris in the header", "[faults]") {
    check_endless([](tls_peer& peer) { drip(peer, ok + "X: " + std::string(1000, 'x')); });
}

TEST_CASE("F20: slow loris in the body", "[faults]") {
    check_endless([](tls_peer& peer) {
        peer.send(ok + "Content-Length: 1000\r\n\r\n");
        drip(peer, std::string(1000, ' '));
    });
}

TEST_CASE("F20: slow loris in a TLS record", "[faults]") {
    std::atomic<bool> slow{false};
    for (const auto api : {gettoken, getuserinfo}) {
        CAPTURE(api);
        fault_login row;
        row.wecom.meet([&](tls_peer& peer) {
            peer.handshake([&](std::string_view record) {
                for (; slow && !record.empty(); record.remove_prefix(1)) {
                    peer.send_in_clear(record.substr(0, 1));
                    peer.pause(100ms);
                }
                peer.send_in_clear(record);
            });
            row.wecom.serve(peer);
        });
        row.wecom.answer(api, [&](tls_peer& peer) {
            slow = true;
            peer.send(good_answer(peer));
        });
        CHECK(row.story(300ms) == "DEADLINE deadline");
        slow = false;
    }
}

TEST_CASE("F21: the server does not read", "[faults]") {
    const auto take_nothing = [](tls_peer& peer) {
        peer.shrink_receive_buffer();
        peer.handshake();
        peer.pause(20s);
    };
    check_new_connections([&](scripted_wecom& wecom) { wecom.meet(take_nothing); }, "DEADLINE deadline", 1, 300ms);
}

TEST_CASE("F22: Content-Length larger than the body, then the end", "[faults]") {
    check_lost(cut_after(half_answer));
    check_lost(cut_after(ok + "Content-Length: 100\r\n\r\n" + token_answer("canaryToken")));
}

TEST_CASE("F22: Content-Length larger than the body, then nothing", "[faults]") { check_endless(bytes(half_answer)); }

TEST_CASE("F23: Content-Length smaller than the body", "[faults]") {
    // The surplus would be a good answer to the next request of a careless client.
    const bool in_one_record = GENERATE(true, false);
    CAPTURE(in_one_record);
    for (const auto api : {gettoken, getuserinfo}) {
        CAPTURE(api);
        fault_login row;
        row.wecom.answer_next(api, [in_one_record](tls_peer& peer) {
            const auto answer = good_answer(peer), surplus = answer_of(member_answer("Mallory"));
            if (in_one_record)
                peer.send(answer + surplus);
            else
                peer.send_at_once({answer, surplus});
        });
        CHECK(row.story() == "OK zhangsan");
        CHECK(row.story() == "OK zhangsan");
        CHECK(row.wecom.server.connections() == 2);
    }
}
