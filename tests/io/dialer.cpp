#include "io/dialer.hpp"

#include "support/environment.hpp"
#include "support/event_loop.hpp"
#include "support/line_server.hpp"
#include "support/name_server.hpp"
#include "support/outcome.hpp"
#include "support/real_time.hpp"

#include <netinet/tcp.h>
#include <sys/socket.h>

#include <list>

using namespace wecom;
using namespace std::chrono_literals;
using boost::asio::ip::tcp;

namespace {

const ambient around{.now = [] { return in(0ms); }, .random = [] { return 0U; }};

awaitable<void> say_nothing(line&) { co_return; }

// A dialer to https://wecom.example on the port of a server at 127.0.0.1.
struct desk {
    event_loop loop;
    name_server server{loop.context};
    resolver names{loop.context, around, server.address()};
    line_server wecom{loop.context, &say_nothing};
    route where{*parse_web_url("https://wecom.example:" + std::to_string(wecom.port())), true};
    std::optional<dialer> to{};

    // Where a dialer gets to.
    static awaitable<result<std::string>> reached(dialer& to, time_point deadline) {
        const auto socket = co_await to.dial(deadline);
        if (!socket) co_return socket.error();
        co_return socket->remote_endpoint().address().to_string();
    }
    auto start(std::chrono::milliseconds patience = long_enough) {
        if (!to) to.emplace(where, names, around);
        return loop.start(reached(*to, in(patience)));
    }
    result<std::string> dial(std::chrono::milliseconds patience = long_enough) {
        const auto begun = start(patience);
        loop.run_until([&] { return begun->done(); });
        return begun->outcome();
    }
};

// An address where packets get lost: nobody takes its connections, and its queue is full.
struct black_hole {
    tcp::acceptor deaf;
    std::list<wecom::io_socket> queue;

    black_hole(boost::asio::io_context& context, const std::string& address, std::uint16_t port = 0)
        : deaf{context, tcp::v4()} {
        deaf.bind({boost::asio::ip::make_address(address), port});
        deaf.listen(0);
        queue.emplace_back(context).connect(deaf.local_endpoint());
    }
};

// Keepalive, its first pause, user timeout, no delay.
awaitable<result<std::vector<int>>> socket_options(dialer& to) {
    auto socket = co_await to.dial(in(long_enough));
    if (!socket) co_return socket.error();
    std::vector<int> out;
    for (const auto& [level, name] : {std::pair{SOL_SOCKET, SO_KEEPALIVE},
                                      {IPPROTO_TCP, TCP_KEEPIDLE},
                                      {IPPROTO_TCP, TCP_USER_TIMEOUT},
                                      {IPPROTO_TCP, TCP_NODELAY}}) {
        socklen_t size = sizeof(int);
        ::getsockopt(socket->native_handle(), level, name, &out.emplace_back(), &size);
    }
    co_return out;
}

bool mentions(const result<std::string>& refused, std::string_view part) {
    return refused.error().detail.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("F01: closed ports are told apart from a slow network", "[dialer][F01]") {
    desk at;
    at.server.knows("wecom.example", {"127.0.0.2", "127.0.0.3"});
    const auto refused = at.dial();
    CHECK(outcome(refused) == "connect");
    CHECK(mentions(refused, "connecting to wecom.example: Connection refused"));
}

TEST_CASE("F02: a deadline holds while packets get lost", "[dialer][F02]") {
    desk at;
    const black_hole hole{at.loop.context, "127.0.0.2", at.wecom.port()};
    at.server.knows("wecom.example", {"127.0.0.2"});
    const auto late = at.dial(100ms);
    CHECK(outcome(late) == "deadline");
    CHECK(mentions(late, "wecom.example"));
}

TEST_CASE("F02: an address where packets get lost is given up before a long deadline", "[dialer][F02]") {
    desk at;
    const black_hole hole{at.loop.context, "127.0.0.2", at.wecom.port()};
    at.server.knows("wecom.example", {"127.0.0.2"});
    const auto refused = at.dial();
    CHECK(outcome(refused) == "connect");
    CHECK(mentions(refused, "firewall"));
}

TEST_CASE("F66: dead addresses before a good one cost a moment, and the next time nothing", "[dialer][F66]") {
    desk at;
    const bool lost = GENERATE(true, false);
    std::optional<black_hole> hole;
    if (lost) hole.emplace(at.loop.context, "127.0.0.2", at.wecom.port());
    at.server.knows("wecom.example", {"127.0.0.2", "127.0.0.3", "127.0.0.4", "127.0.0.1"});
    CHECK(at.dial().value() == "127.0.0.1");

    hole.reset();
    const line_server alive_again{at.loop.context, &say_nothing, "127.0.0.2", at.wecom.port()};
    CHECK(at.dial().value() == "127.0.0.1");
    CHECK(alive_again.clients().empty());
}

TEST_CASE("F68: of many dead addresses six are tried, and six others the next time", "[dialer][F68]") {
    desk at;
    at.server.knows("wecom.example",
                    {"127.0.0.2", "127.0.0.3", "127.0.0.4", "127.0.0.5", "127.0.0.6", "127.0.0.7", "127.0.0.1"});
    CHECK(outcome(at.dial()) == "connect");
    CHECK(at.dial().value() == "127.0.0.1");
}

TEST_CASE("F69: a name that leads inside is not followed unless that is allowed", "[dialer][F69][T22]") {
    desk at;
    at.server.knows("wecom.example", {"127.0.0.1", "10.0.0.1"});
    at.where.allow_private = false;
    const auto refused = at.dial();
    CHECK(outcome(refused) == "connect");
    CHECK(mentions(refused, "/network/allow_private"));
    CHECK(at.wecom.clients().empty());
}

TEST_CASE("F63: a name that is not found is no connection", "[dialer][F63]") {
    desk at;
    at.server.knows("other.example", {});
    CHECK(outcome(at.dial()) == "dns");
}

TEST_CASE("pinned addresses need no name server", "[dialer]") {
    desk at;
    at.where.pins = {"127.0.0.3", "127.0.0.1"};
    CHECK(at.dial().value() == "127.0.0.1");
    CHECK(at.server.questions() == 0);
}

TEST_CASE("a connection comes from the address that the operator names", "[dialer]") {
    desk at;
    at.server.knows("wecom.example", {"127.0.0.1", "::1"});
    at.where.bind = "127.0.0.9";
    CHECK(at.dial().value() == "127.0.0.1");
    at.loop.run_until([&] { return !at.wecom.clients().empty(); });
    CHECK(at.wecom.clients() == std::vector<std::string>{"127.0.0.9"});

    at.to.reset();
    at.where.bind = "192.0.2.1";
    const auto refused = at.dial();
    CHECK(outcome(refused) == "connect");
    CHECK(mentions(refused, "/network/bind"));
}

TEST_CASE("an IPv6 address is not tried where only IPv4 is allowed", "[dialer]") {
    desk at;
    at.server.knows("wecom.example", {"::1"});
    at.where.v4_only = true;
    const auto refused = at.dial();
    CHECK(outcome(refused) == "connect");
    CHECK(mentions(refused, "/network/ip"));
}

TEST_CASE("F72: a peer that has vanished is noticed", "[dialer][F72]") {
    desk at;
    at.where.pins = {"127.0.0.1"};
    dialer to{at.where, at.names, around};
    CHECK(at.loop.run(socket_options(to)).value() == std::vector<int>{1, 10, 10'000, 1});
}

TEST_CASE("a cancelled attempt ends at once, wherever it is", "[dialer]") {
    desk at;
    const black_hole hole{at.loop.context, "127.0.0.2", at.wecom.port()};
    const bool looks_up = GENERATE(true, false);
    if (!looks_up) at.where.pins = {"127.0.0.2"};
    const auto begun = at.start();
    CHECK_FALSE(begun->done());
    begun->cancel();
    at.loop.settle();
    CHECK(outcome(begun->outcome()) == "cancelled");
}

TEST_CASE("T23: a proxy of the environment is not used for a connection", "[dialer][T23][F93]") {
    const environment_variable https{"https_proxy", "http://127.0.0.1:1"}, all{"ALL_PROXY", "socks5://127.0.0.1:1"};
    desk at;
    at.server.knows("wecom.example", {"127.0.0.1"});
    CHECK(at.dial().value() == "127.0.0.1");
}
