#include "io/connection.hpp"

#include "support/tls_line.hpp"

using namespace wecom;
using namespace std::chrono_literals;

TEST_CASE("an answer is read whole, and the connection serves again", "[connection]") {
    tls_line to;
    CHECK(story(to.ask([](tls_peer& peer) {
              peer.answer(answer_of("first"));
              peer.answer("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nseco\r\n2\r\nnd\r\n0\r\n\r\n");
              peer.answer("HTTP/1.1 502 Bad Gateway\r\nContent-Length: 6\r\n\r\n<html>");
          })) == "200 first");
    CHECK(to.wire->reusable());
    CHECK(to.wire->quiet());
    CHECK(story(to.ask()) == "200 second");
    CHECK(to.wire->reusable());
    CHECK(story(to.ask()) == "502 <html>");
    CHECK(to.wire->reusable());
    CHECK(to.server.connections() == 1);
}

TEST_CASE("F16, F17, F19: an end without a goodbye spoils what has no other end, and nothing else", "[connection]") {
    const auto [bytes, what] =
        GENERATE(table<std::string, std::string>({{answer_of("ok"), "200 ok"},
                                                  {"HTTP/1.1 200 OK\r\n\r\nto the end", "net, lost"},
                                                  {"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf", "net, lost"}}));
    tls_line to;
    CHECK(story(to.ask([bytes = bytes](tls_peer& peer) {
              peer.answer(bytes);
              peer.leave();
          })) == what);
}

TEST_CASE("F31: after a goodbye what came before it is the body", "[connection][F31]") {
    tls_line to;
    CHECK(story(to.ask([](tls_peer& peer) {
              peer.answer("HTTP/1.0 200 OK\r\n\r\nto the end");
              peer.say_goodbye();
              peer.leave();
          })) == "200 to the end");
    CHECK_FALSE(to.wire->reusable());
}

TEST_CASE("a refused answer was an answer, and ends its connection", "[connection]") {
    tls_line to;
    CHECK(story(to.ask([](tls_peer& peer) { peer.answer("SSH-2.0-OpenSSH_9.2\r\n"); })) == "http_proto, answered");
    CHECK_FALSE(to.wire->reusable());
}

TEST_CASE("bytes that come after an answer are noticed before the next request", "[connection]") {
    tls_line to;
    SECTION("in the same packet") {
        to.ask([](tls_peer& peer) {
            peer.read_request();
            peer.send_at_once({answer_of("ok"), answer_of("forged")});
        });
    }
    SECTION("in the same packet, as a goodbye") {
        to.ask([](tls_peer& peer) {
            peer.answer(answer_of("ok"));
            peer.say_goodbye();
            peer.leave();
        });
        to.server.wait_until_ended(1);
    }
    SECTION("as the end of the connection") {
        to.ask([](tls_peer& peer) {
            peer.answer(answer_of("ok"));
            peer.leave();
        });
        to.server.wait_until_ended(1);
    }
    REQUIRE(to.wire->reusable());
    CHECK_FALSE(to.wire->quiet());
}

TEST_CASE("a kept connection that ends without a byte of an answer is told from a lost answer", "[connection]") {
    const auto [part, what] = GENERATE(table<std::string, std::string>(
        {{"", "net, kept, unanswered"}, {"H", "net, lost"}, {"HTTP/1.1 100 Continue\r\n\r\n", "net, lost"}}));
    const bool by_reset = GENERATE(false, true);
    tls_line to;
    CHECK(story(to.ask([part = part, by_reset](tls_peer& peer) {
              peer.answer(answer_of("ok"));
              peer.read_request();
              if (!part.empty()) peer.send(part);
              by_reset ? peer.reset() : peer.leave();
          })) == "200 ok");
    const auto second = story(to.ask());
    // A reset may overtake what was sent before it.
    CHECK((second == what || (by_reset && second == "net, kept, unanswered")));
}

TEST_CASE("the first request of a connection that goes unanswered is lost", "[connection]") {
    tls_line to;
    CHECK(story(to.ask([](tls_peer& peer) {
              peer.read_request();
              peer.leave();
          })) == "net, lost");
}

TEST_CASE("a deadline holds in every phase", "[connection]") {
    tls_line to;
    SECTION("handshake") {
        to.server.serve_in_clear([](tls_peer&) {});
        CHECK(outcome(to.open("localhost", in(100ms))) == "deadline");
    }
    SECTION("before the answer") {
        CHECK(story(to.ask([](tls_peer& peer) { peer.read_request(); }, in(100ms))) == "deadline, lost");
    }
    SECTION("within the header") {
        CHECK(story(to.ask([](tls_peer& peer) { peer.answer("HTTP/1.1 200 OK\r\nCont"); }, in(100ms))) ==
              "deadline, lost");
    }
    SECTION("within the body") {
        CHECK(story(to.ask([](tls_peer& peer) { peer.answer("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf"); },
                           in(100ms))) == "deadline, lost");
    }
}

TEST_CASE("a server that sends byte by byte does not move the deadline", "[connection]") {
    tls_line to;
    const auto drip = [](tls_peer& peer) {
        peer.answer("HTTP/1.1 200 OK\r\nContent-Length: 250000\r\n\r\n");
        for (int i = 0; i < 250'000; ++i)
            peer.send("x");
    };
    CHECK(story(to.ask(drip, in(100ms))) == "deadline, lost");
}

TEST_CASE("a cancelled request ends at once", "[connection]") {
    tls_line to;
    to.server.serve([](tls_peer& peer) { peer.read_request(); });
    REQUIRE(outcome(to.open("localhost")) == "ok");
    const auto asked = to.loop.start(to.wire->exchange("GET / HTTP/1.1\r\n\r\n", in(long_enough)));
    asked->cancel();
    to.loop.run_until([&] { return asked->done(); });
    CHECK(story(asked->outcome()).starts_with("cancelled"));
}
