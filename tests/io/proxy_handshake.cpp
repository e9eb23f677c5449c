#include "io/proxy_handshake.hpp"

#include "io/dialer.hpp"
#include "support/event_loop.hpp"
#include "support/line_server.hpp"
#include "support/name_server.hpp"
#include "support/outcome.hpp"
#include "support/real_time.hpp"

using namespace wecom;
using namespace std::chrono_literals;
using namespace std::string_literals;

namespace {

const ambient around{.now = [] { return in(0ms); }, .random = [] { return 0U; }};

// A dialer to https://wecom.example by way of a proxy, and what arrives there.
struct desk {
    event_loop loop;
    name_server server{loop.context};
    resolver names{loop.context, around, server.address()};
    line_server proxy;
    dialer to;

    desk(std::string scheme_and_login, line_server::script script)
        : proxy{loop.context, std::move(script)},
          to{{.base = *parse_web_url("https://wecom.example"),
              .proxy = parse_proxy(scheme_and_login + "127.0.0.1:" + std::to_string(proxy.port())).value()},
             names,
             around} {}

    // The first words that come through.
    static awaitable<result<std::string>> first_words(dialer& to, time_point deadline) {
        auto socket = co_await to.dial(deadline);
        if (!socket) co_return socket.error();
        line way{std::move(*socket)};
        co_await way.say("hello");
        co_return co_await way.hear(5);
    }
    auto start(std::chrono::milliseconds patience = long_enough) { return loop.start(first_words(to, in(patience))); }
    result<std::string> dial(std::chrono::milliseconds patience = long_enough) {
        return loop.run(first_words(to, in(patience)));
    }
};

awaitable<void> echo(line& client) { co_await client.say(co_await client.hear(5)); }

// An HTTP proxy that says this.
line_server::script answering(std::string text) {
    return [text = std::move(text)](line& client) -> awaitable<void> {
        co_await client.hear_header();
        co_await client.say(text);
    };
}

}  // namespace

TEST_CASE("an HTTP proxy opens the way, and is told the name: nobody else is asked for it", "[proxy_handshake]") {
    std::string asked;
    desk at{"http://user:pass@", [&](line& client) -> awaitable<void> {
                asked = co_await client.hear_header();
                for (const char c : "HTTP/1.1 200 OK\r\nVia: proxy\r\n\r\n"s)
                    co_await client.say(std::string(1, c));
                co_await echo(client);
            }};
    CHECK(at.dial().value() == "hello");
    CHECK(asked ==
          "CONNECT wecom.example:443 HTTP/1.1\r\nHost: wecom.example:443\r\n"
          "Proxy-Authorization: Basic dXNlcjpwYXNz\r\n\r\n");
    CHECK(at.server.questions() == 0);
}

TEST_CASE("a SOCKS5 proxy opens the way, and is told the name: nobody else is asked for it", "[proxy_handshake]") {
    std::string asked;
    desk at{"socks5://user:pass@", [&](line& client) -> awaitable<void> {
                asked = co_await client.hear(4);
                co_await client.say("\5\2");
                asked += co_await client.hear(11);
                co_await client.say("\1\0"s);
                asked += co_await client.hear(20);
                co_await client.say("\5\0\0\3\4name\0\1"s);
                co_await echo(client);
            }};
    CHECK(at.dial().value() == "hello");
    CHECK(asked == "\5\2\0\2\1\4user\4pass\5\1\0\3\15wecom.example\1\273"s);
    CHECK(at.server.questions() == 0);
}

TEST_CASE("F93: what an HTTP proxy answers instead of a way is said to be its fault", "[proxy_handshake][F93]") {
    const std::pair<std::string, const char*> table[] = {
        {"HTTP/1.1 407 Proxy Authentication Required\r\n\r\n", "user name and password"},
        {"HTTP/1.1 403 Forbidden\r\n\r\n", "does not let this server connect"},
        {"HTTP/1.1 502 Bad Gateway\r\n\r\n", "cannot reach wecom.example:443"},
        {"SSH-2.0-OpenSSH\r\n", "does not speak HTTP"},
        {"HTTP/1.1 200 OK\r\n\r\nearly", "data of its own"},
        {"HTTP/1.1 200 OK\r\nX: " + std::string(17 * 1024, 'x'), "16 KiB"},
    };
    for (const auto& [answer, text] : table) {
        INFO(text);
        desk at{"http://user:canary@", answering(answer)};
        const auto refused = at.dial();
        CHECK(outcome(refused) == "connect");
        CHECK(refused.error().detail.starts_with("the proxy 127.0.0.1:"));
        CHECK(refused.error().detail.find(text) != std::string::npos);
        CHECK(refused.error().detail.find("canary") == std::string::npos);
    }
}

TEST_CASE("F93: a proxy that takes too long is to blame for the missed deadline", "[proxy_handshake][F93]") {
    for (const auto& [scheme, begins] : {std::pair{"http://", "HTTP/1.1 2"}, {"http://", ""}, {"socks5://", "\5"}}) {
        desk at{scheme, [begins = std::string{begins}](line& client) -> awaitable<void> {
                    co_await client.hear(3);
                    co_await client.say(begins);
                }};
        const auto late = at.dial(100ms);
        CHECK(outcome(late) == "deadline");
        CHECK(late.error().detail.starts_with("the proxy 127.0.0.1:"));
    }
}

TEST_CASE("F93: a proxy that hangs up is named", "[proxy_handshake][F93]") {
    const auto* const scheme = GENERATE("http://", "socks5://");
    desk at{scheme, [](line& client) -> awaitable<void> {
                co_await client.hear(3);
                client.hang_up();
            }};
    const auto refused = at.dial();
    CHECK(outcome(refused) == "connect");
    CHECK(refused.error().detail.find(" hung up") != std::string::npos);
}

TEST_CASE("a proxy that cannot be reached is named", "[proxy_handshake]") {
    desk at{"http://", &echo};
    dialer to{{.base = *parse_web_url("https://wecom.example"), .proxy = parse_proxy("http://127.0.0.1:1")},
              at.names,
              around};
    const auto refused = at.loop.run(desk::first_words(to, in(long_enough)));
    CHECK(outcome(refused) == "connect");
    CHECK(refused.error().detail == "connecting to the proxy 127.0.0.1:1: Connection refused");
}

TEST_CASE("a cancelled talk with a proxy ends at once", "[proxy_handshake]") {
    const auto* const scheme = GENERATE("http://", "socks5://");
    bool heard = false;
    desk at{scheme, [&](line& client) -> awaitable<void> {
                co_await client.hear(3);
                heard = true;
            }};
    const auto begun = at.start();
    at.loop.run_until([&] { return heard; });
    begun->cancel();
    at.loop.settle();
    CHECK(begun->done());
    CHECK(outcome(begun->outcome()) == "cancelled");
}

TEST_CASE("F93: a SOCKS5 proxy that refuses says why", "[proxy_handshake][F93]") {
    const std::pair<std::string, const char*> table[] = {
        {"\5\377", "add them to /network/proxy"},
        {"HTTP/1.1 400 Bad Request\r\n\r\n", "does not speak SOCKS5"},
        {"\5\0\5\2\0\1\0\0\0\0\0\0"s, "its rules do not allow it"},
        {"\5\0\5\0\0\1\0\0\0\0\0\0early"s, "data of its own"},
    };
    for (const auto& [answer, text] : table) {
        INFO(text);
        desk at{"socks5://", [answer = answer](line& client) -> awaitable<void> {
                    co_await client.hear(3);
                    co_await client.say(answer);
                }};
        const auto refused = at.dial();
        CHECK(outcome(refused) == "connect");
        CHECK(refused.error().detail.find(text) != std::string::npos);
    }
}
