#include "io/connection_pool.hpp"

#include "support/environment.hpp"
#include "support/tls_line.hpp"

#include <algorithm>
#include <future>
#include <vector>

using namespace wecom;
using namespace std::chrono_literals;

namespace {

const http_request a_request{secret{std::string{"/cgi-bin/gettoken?corpid=ww1"}}};

// Real time with a step that a test makes.
std::chrono::milliseconds slept{0};
ambient with_steps() {
    slept = 0s;
    return {.now = [] { return in(slept); }, .random = [] { return 0U; }};
}

// The connections of one origin on this machine.
struct origin {
    certificate_authority authority;
    tls_server server;
    event_loop loop;
    const ambient around = with_steps();
    resolver names{loop.context, around};
    const std::shared_ptr<boost::asio::ssl::context> trust = make_tls_context(authority.pem_file()).value();
    connection_pool wire;

    explicit origin(const std::string& scheme = "https", int newest_version = TLS1_3_VERSION)
        : server{authority.issue(), newest_version},
          wire{{{*parse_web_url(base(scheme)), true}, trust}, loop.context.get_executor(), names, around} {}

    std::string base(const std::string& scheme = "https") const {
        return scheme + "://localhost:" + std::to_string(server.port());
    }
    auto start(time_point deadline = in(long_enough)) { return loop.start(wire.send(a_request, deadline)); }
    std::string ask(time_point deadline = in(long_enough)) { return story(loop.run(wire.send(a_request, deadline))); }
};

awaitable<result<void>> ready(connection_pool& wire) {
    co_await wire.prepare(in(long_enough));
    co_return result<void>{};
}

void answer_for_ever(tls_peer& peer) {
    for (;;)
        peer.answer(answer_of("ok"));
}

}  // namespace

TEST_CASE("requests one after the other share a connection", "[connection_pool]") {
    origin api;
    api.server.serve(&answer_for_ever);
    for (int i = 0; i < 100; ++i)
        REQUIRE(api.ask() == "200 ok");
    CHECK(api.server.requests().size() == 100);
    CHECK(api.server.connections() == 1);
    CHECK(api.server.handshakes() == 1);
}

TEST_CASE("T27: the bytes on the wire are the request and nothing else", "[connection_pool][T27]") {
    origin api;
    api.server.serve(&answer_for_ever);
    const auto target = with_query("/cgi-bin/auth/getuserinfo",
                                   {{"access_token", "t&o+k=n/"}, {"code", "a\r\nX: y 空&access_token=evil"}});
    const http_request get{secret{target}}, post{secret{std::string{"/x"}}, secret{std::string{R"({"a":"空"})"}}};
    CHECK(story(api.loop.run(api.wire.send(get, in(long_enough)))) == "200 ok");
    CHECK(story(api.loop.run(api.wire.send(post, in(long_enough)))) == "200 ok");

    const auto fields = "Host: localhost:" + std::to_string(api.server.port()) +
                        "\r\nUser-Agent: idp-wecom\r\nAccept: application/json\r\nAccept-Encoding: identity\r\n";
    CHECK(api.server.requests() ==
          std::vector<std::string>{"GET /cgi-bin/auth/getuserinfo?access_token=t%26o%2Bk%3Dn%2F&code="
                                   "a%0D%0AX%3A%20y%20%E7%A9%BA%26access_token%3Devil HTTP/1.1\r\n" +
                                       fields + "\r\n",
                                   "POST /x HTTP/1.1\r\n" + fields +
                                       "Content-Type: application/json\r\nContent-Length: 11\r\n\r\n{\"a\":\"空\"}"});
}

TEST_CASE("a connection that the server has closed is not used again", "[connection_pool]") {
    origin api;
    SECTION("as it said it would") {
        api.server.serve([](tls_peer& peer) { peer.answer(answer_of("ok", "Connection: close\r\n")); });
        CHECK(api.ask() == "200 ok");
    }
    SECTION("while it was idle") {
        api.server.serve([](tls_peer& peer) {
            peer.answer(answer_of("ok"));
            peer.leave();
        });
        CHECK(api.ask() == "200 ok");
        api.server.wait_until_ended(1);
    }
    api.server.serve(&answer_for_ever);
    CHECK(api.ask() == "200 ok");
    CHECK(api.server.connections() == 2);
}

TEST_CASE("a forged answer in front of the next request is never read", "[connection_pool]") {
    origin api;
    api.server.serve([](tls_peer& peer) {
        peer.read_request();
        peer.send_at_once({answer_of("ok"), answer_of("forged")});
    });
    api.server.serve(&answer_for_ever);
    CHECK(api.ask() == "200 ok");
    CHECK(api.ask() == "200 ok");
    CHECK(api.server.connections() == 2);
}

TEST_CASE("a connection that was idle for 30 s is not used again", "[connection_pool]") {
    origin api;
    api.server.serve(&answer_for_ever, 2);
    CHECK(api.ask() == "200 ok");
    slept += 29s;
    CHECK(api.ask() == "200 ok");
    CHECK(api.server.connections() == 1);
    slept += 30s;
    CHECK(api.ask() == "200 ok");
    CHECK(api.server.connections() == 2);
}

TEST_CASE("an idle connection ends after 30 s, though nobody asks for it", "[connection_pool]") {
    origin api;
    api.server.serve(&answer_for_ever);
    REQUIRE(api.ask() == "200 ok");
    slept = -30s + 50ms;
    REQUIRE(api.ask() == "200 ok");
    slept = 0s;
    api.loop.context.restart();
    api.loop.context.run_for(long_enough);
    api.server.wait_until_ended(1);
}

TEST_CASE("a connection lives for 10 minutes at most", "[connection_pool]") {
    origin api;
    api.server.serve(&answer_for_ever, 2);
    for (; slept < 10min; slept += 20s)
        REQUIRE(api.ask() == "200 ok");
    CHECK(api.server.connections() == 1);
    CHECK(api.ask() == "200 ok");
    CHECK(api.server.connections() == 2);
}

TEST_CASE("over plain http everything is the same but the handshake", "[connection_pool]") {
    origin api{"http"};
    api.server.serve_in_clear(&answer_for_ever);
    CHECK(api.ask() == "200 ok");
    CHECK(api.ask() == "200 ok");
    CHECK(api.server.connections() == 1);
    CHECK(api.server.handshakes() == 0);
}

TEST_CASE("T43: a second connection resumes the session of the first, and sends nothing early",
          "[connection_pool][T43]") {
    const int version = GENERATE(TLS1_2_VERSION, TLS1_3_VERSION);
    origin api{"https", version};
    api.server.offer_early_data();
    api.server.serve(&answer_for_ever, 4);
    for (int i = 0; i < 3; ++i) {
        REQUIRE(api.ask() == "200 ok");
        slept += 1min;
    }
    CHECK(api.server.resumed() == std::vector<bool>{false, true, true});
    SECTION("for 10 minutes after it has shown its certificate") {
        slept = 10min;
        REQUIRE(api.ask() == "200 ok");
        CHECK(api.server.resumed().back() == false);
    }
    CHECK(api.server.early_data() == 0);
}

TEST_CASE("T43: a session is used once", "[connection_pool][T43]") {
    origin api;
    api.server.serve(&answer_for_ever);
    REQUIRE(api.ask() == "200 ok");
    slept += 30s;
    api.server.serve(
        [&api](tls_peer& peer) {
            peer.read_request();
            api.server.wait_until_asked(3);
            peer.send(answer_of("ok"));
        },
        2);
    const auto first = api.start();
    const auto second = api.start();
    api.loop.run_until([&] { return first->done() && second->done(); });
    CHECK(story(first->outcome()) == "200 ok");
    CHECK(story(second->outcome()) == "200 ok");
    auto resumed = api.server.resumed();
    std::sort(resumed.begin(), resumed.end());
    CHECK(resumed == std::vector<bool>{false, false, true});
}

TEST_CASE("F04: a server that accepts and is silent has 3 s to shake hands", "[connection_pool][F04]") {
    origin api;
    api.server.serve_in_clear([](tls_peer&) {});
    slept = -3s + 50ms;
    CHECK(api.ask() == "net, not sent");
}

TEST_CASE("a pool that gets ready opens one connection, if none is there", "[connection_pool]") {
    origin api;
    api.server.serve(&answer_for_ever, 2);
    for (int i = 0; i < 2; ++i)
        api.loop.run(ready(api.wire));
    api.server.wait_until_accepted(1);
    CHECK(api.ask() == "200 ok");
    CHECK(api.server.handshakes() == 1);
    CHECK(api.server.connections() == 1);
}

TEST_CASE("P7, P8: after 20 failures one request in 5 s tries, until one is answered", "[connection_pool]") {
    origin api;
    for (int i = 0; i < 20; ++i)
        REQUIRE(api.ask() == "net, not sent");
    const auto refused = api.loop.run(api.wire.send(a_request, in(long_enough)));
    REQUIRE(story(refused) == "breaker, not sent");
    CHECK(refused.error().why.retry_after > 0ms);
    CHECK(api.server.connections() == 20);

    slept += 5s;
    CHECK(api.ask() == "net, not sent");
    CHECK(api.ask() == "breaker, not sent");

    slept += 5s;
    api.server.serve(&answer_for_ever);
    CHECK(api.ask() == "200 ok");
    api.wire.judge(true);
    CHECK(api.ask() == "200 ok");
}

TEST_CASE("what a caller gives up, or gives no time, is no failure of the server", "[connection_pool]") {
    origin api;
    const auto silent = [](tls_peer& peer) { peer.read_request(); };
    api.server.serve(silent, 40);
    for (int i = 0; i < 20; ++i) {
        const auto given_up = api.start();
        given_up->cancel();
        api.loop.run_until([&] { return given_up->done(); });
        REQUIRE(api.ask(in(slept)).starts_with("deadline"));
    }
    api.server.serve(&answer_for_ever);
    CHECK_FALSE(api.ask(in(100ms)).starts_with("breaker"));
}

TEST_CASE("after a kept connection died under a request, the repeat takes a fresh one", "[connection_pool]") {
    origin api;
    std::promise<void> both_asked;
    api.server.serve(
        [go_on = both_asked.get_future().share()](tls_peer& peer) {
            peer.read_request();
            go_on.wait();
            peer.send(answer_of("ok"));
            peer.read_request();
            peer.leave();
        },
        2);
    const auto first = api.start();
    const auto second = api.start();
    while (api.server.requests().size() < 2)
        api.loop.settle();
    both_asked.set_value();
    api.loop.run_until([&] { return first->done() && second->done(); });
    REQUIRE(api.server.connections() == 2);

    api.server.serve(&answer_for_ever);
    CHECK(api.ask() == "net, kept, unanswered");
    CHECK(api.ask() == "200 ok");
    CHECK(api.server.connections() == 3);
}

TEST_CASE("33 requests at once use 32 connections, and the last is served as soon as one is free",
          "[connection_pool]") {
    origin api;
    api.server.serve(&answer_for_ever, 33);
    std::vector<std::shared_ptr<started<sent>>> all;
    for (int i = 0; i < 33; ++i)
        all.push_back(api.start());
    for (const auto& one : all) {
        api.loop.run_until([&] { return one->done(); });
        CHECK(story(one->outcome()) == "200 ok");
    }
    CHECK(api.server.connections() <= 32);
    CHECK(api.server.requests().size() == 33);
}

TEST_CASE("who waits for a connection leaves at his deadline, and the next in line is served", "[connection_pool]") {
    origin api;
    std::promise<void> free_one;
    const auto freed = free_one.get_future().share();
    api.server.serve(
        [freed](tls_peer& peer) {
            peer.read_request();
            freed.wait();
            peer.send(answer_of("ok"));
            answer_for_ever(peer);
        },
        32);
    std::vector<std::shared_ptr<started<sent>>> busy;
    for (int i = 0; i < 32; ++i)
        busy.push_back(api.start());
    const auto hasty = api.start(in(100ms));
    const auto cancelled = api.start();
    const auto patient = api.start();
    cancelled->cancel();
    api.loop.run_until([&] { return hasty->done() && cancelled->done(); });
    CHECK(story(hasty->outcome()) == "deadline, not sent");
    CHECK(story(cancelled->outcome()) == "cancelled, not sent");
    CHECK_FALSE(patient->done());

    free_one.set_value();
    api.loop.run_until([&] { return patient->done(); });
    CHECK(story(patient->outcome()) == "200 ok");
    CHECK(api.server.connections() == 32);
}

TEST_CASE("an address of the inside is refused unless it is allowed", "[connection_pool]") {
    origin api;
    connection_pool strict{
        {{*parse_web_url(api.base()), false}, api.trust}, api.loop.context.get_executor(), api.names, api.around};
    const auto refused = api.loop.run(strict.send(a_request, in(long_enough)));
    CHECK(story(refused) == "connect, not sent");
    CHECK(refused.error().why.detail.find("/network/allow_private") != std::string::npos);
    CHECK(api.server.connections() == 0);
}

TEST_CASE("a request that finds nobody, or nobody who speaks, was not sent", "[connection_pool]") {
    origin api;
    SECTION("a closed port") {
        const auto closed = tls_server{api.authority.issue()}.port();
        connection_pool to{{{*parse_web_url("https://127.0.0.1:" + std::to_string(closed)), true}, api.trust},
                           api.loop.context.get_executor(),
                           api.names,
                           api.around};
        CHECK(story(api.loop.run(to.send(a_request, in(long_enough)))) == "connect, not sent");
    }
    SECTION("a server that hangs up") { CHECK(api.ask() == "net, not sent"); }
    SECTION("a silent server") {
        api.server.serve_in_clear([](tls_peer&) {});
        CHECK(api.ask(in(100ms)) == "deadline, not sent");
    }
}

TEST_CASE("T23: a proxy of the environment is not used", "[connection_pool][T23]") {
    const environment_variable proxy{"HTTPS_PROXY", "http://127.0.0.1:1"}, all{"ALL_PROXY", "http://127.0.0.1:1"};
    origin api;
    api.server.serve(&answer_for_ever);
    CHECK(api.ask() == "200 ok");
}
