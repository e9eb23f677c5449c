#include "io/https_transport.hpp"

#include "support/environment.hpp"
#include "support/tls_line.hpp"

#include <future>
#include <vector>

using namespace wecom;
using namespace std::chrono_literals;

namespace {

const http_request a_request{secret{std::string{"/cgi-bin/gettoken?corpid=ww1"}}};

// Real time with a step that a test makes.
std::chrono::seconds slept{0};
ambient with_steps() {
    slept = 0s;
    return {.now = [] { return in(slept); }, .random = [] { return 0U; }};
}

// The transport of one origin on this machine.
struct origin {
    certificate_authority authority;
    tls_server server{authority.issue()};
    event_loop loop;
    const ambient around = with_steps();
    resolver names{loop.context, around};
    const std::shared_ptr<boost::asio::ssl::context> trust = make_tls_context(authority.pem_file()).value();
    https_transport wire{{*parse_web_url(base()), trust, true}, names, around};

    std::string base() const { return "https://localhost:" + std::to_string(server.port()); }
    auto start(time_point deadline = in(long_enough)) { return loop.start(wire.send(a_request, deadline)); }
    std::string ask(time_point deadline = in(long_enough)) { return story(loop.run(wire.send(a_request, deadline))); }
};

void answer_for_ever(tls_peer& peer) {
    for (;;)
        peer.answer(answer_of("ok"));
}

}  // namespace

TEST_CASE("requests one after the other share a connection", "[https_transport]") {
    origin api;
    api.server.serve(&answer_for_ever);
    for (int i = 0; i < 100; ++i)
        REQUIRE(api.ask() == "200 ok");
    CHECK(api.server.requests().size() == 100);
    CHECK(api.server.connections() == 1);
    CHECK(api.server.handshakes() == 1);
}

TEST_CASE("T27: the bytes on the wire are the request and nothing else", "[https_transport][T27]") {
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

TEST_CASE("a connection that the server has closed is not used again", "[https_transport]") {
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

TEST_CASE("a forged answer in front of the next request is never read", "[https_transport]") {
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

TEST_CASE("a connection that was idle for 30 s is not used again", "[https_transport]") {
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

TEST_CASE("after a kept connection died under a request, the repeat takes a fresh one", "[https_transport]") {
    origin api;
    api.server.serve(
        [](tls_peer& peer) {
            peer.answer(answer_of("ok"));
            peer.read_request();
            peer.leave();
        },
        2);
    const auto first = api.start();
    const auto second = api.start();
    api.loop.run_until([&] { return first->done() && second->done(); });
    REQUIRE(api.server.connections() == 2);

    api.server.serve(&answer_for_ever);
    CHECK(api.ask() == "net, kept, unanswered");
    CHECK(api.ask() == "200 ok");
    CHECK(api.server.connections() == 3);
}

TEST_CASE("33 requests at once use 32 connections, and the last is served as soon as one is free",
          "[https_transport]") {
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

TEST_CASE("who waits for a connection leaves at his deadline, and the next in line is served", "[https_transport]") {
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

TEST_CASE("an address of the inside is refused unless it is allowed", "[https_transport]") {
    origin api;
    https_transport strict{{*parse_web_url(api.base()), api.trust, false}, api.names, api.around};
    const auto refused = api.loop.run(strict.send(a_request, in(long_enough)));
    CHECK(story(refused) == "connect, not sent");
    CHECK(refused.error().why.detail.find("/network/allow_private") != std::string::npos);
    CHECK(api.server.connections() == 0);
}

TEST_CASE("a request that finds nobody, or nobody who speaks, was not sent", "[https_transport]") {
    origin api;
    SECTION("a closed port") {
        const auto closed = tls_server{api.authority.issue()}.port();
        https_transport to{
            {*parse_web_url("https://127.0.0.1:" + std::to_string(closed)), api.trust, true}, api.names, api.around};
        CHECK(story(api.loop.run(to.send(a_request, in(long_enough)))) == "connect, not sent");
    }
    SECTION("a server that hangs up") { CHECK(api.ask() == "net, not sent"); }
    SECTION("a silent server") {
        api.server.serve_in_clear([](tls_peer&) {});
        CHECK(api.ask(in(100ms)) == "deadline, not sent");
    }
}

TEST_CASE("T23: a proxy of the environment is not used", "[https_transport][T23]") {
    const environment_variable proxy{"HTTPS_PROXY", "http://127.0.0.1:1"}, all{"ALL_PROXY", "http://127.0.0.1:1"};
    origin api;
    api.server.serve(&answer_for_ever);
    CHECK(api.ask() == "200 ok");
}
