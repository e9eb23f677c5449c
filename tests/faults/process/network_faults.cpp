// What a network does that has no answer. Runs in a network of its own: own_network.sh says which addresses there are.

#include "faults/process/app.hpp"
#include "faults/process/crowd.hpp"
#include "faults/process/relay.hpp"
#include "faults/process/wecom_process.hpp"
#include "support/catch.hpp"
#include "support/name_server.hpp"
#include "validator/process/footprint.hpp"

#include <algorithm>
#include <cstdlib>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <sstream>
#include <thread>
#include <vector>

using namespace process_faults;
namespace json = boost::json;

namespace {

constexpr const char* name = "wecom.test";
constexpr const char *void_v4 = "10.99.0.2", *void_v6 = "fd99::2";

#if defined(__SANITIZE_THREAD__) || defined(__SANITIZE_ADDRESS__)
constexpr auto longest_destroy = 10'000ms;
constexpr int at_once = 4, one_after_the_other = 5;
#else
constexpr auto longest_destroy = 100ms;
constexpr int at_once = 20, one_after_the_other = 5;
#endif

json::object at(const std::string& origin) { return {{"network", {{"api_base", origin}}}}; }

// WeCom under a name, and this machine's name servers, which know it by these addresses. Without any they are silent.
struct named_wecom {
    explicit named_wecom(wecom::address_list addresses, const certificate_text& who = {.names = "DNS:wecom.test"})
        : wecom{{}, who} {
        std::istringstream servers{std::getenv("FAULT_NAME_SERVERS")};
        for (std::string server; servers >> server;) {
            auto& one =
                names.emplace_back(context, boost::asio::ip::udp::endpoint{boost::asio::ip::make_address(server), 53});
            if (!addresses.empty()) one.knows(name, addresses);
        }
        loop = std::jthread{[this] { context.run(); }};
    }
    ~named_wecom() { context.stop(); }

    int port() const { return wecom.book().port; }
    std::string config(const json::object& network = {}) const {
        json::object of{{"api_base", std::string{"https://"} + name + ":" + std::to_string(port())}};
        for (const auto& [key, value] : network)
            of[key] = value;
        return wecom.config({{"network", of}});
    }

    wecom_process wecom;  // the first: it forks
    boost::asio::io_context context;
    std::list<name_server> names;
    std::jthread loop;
};

void run(const std::string& command) {
    if (std::system(command.c_str()) != 0) throw std::runtime_error{command};
}

// What a hundred logins that all hang have come to, and how long the longest of them took.
std::string hang(const std::string& config, std::chrono::milliseconds timeout, std::chrono::milliseconds& longest) {
    app host{config};
    std::mutex mutex;
    std::map<std::string, int> stories;
    {
        std::vector<std::jthread> threads;
        for (int i = 0; i < at_once; ++i)
            threads.emplace_back([&] {
                for (int k = 0; k < one_after_the_other; ++k) {
                    const auto end = host.log_in(app::fresh_code(), timeout);
                    const std::lock_guard lock{mutex};
                    ++stories[end.story()];
                    longest = std::max(longest, end.elapsed);
                }
            });
    }
    std::string out;
    for (const auto& [story, times] : stories)
        out += std::to_string(times) + ' ' + story;
    return out;
}

// Answers until somebody's identity is asked for: then it says so much and no more.
wecom_process::script falls_silent_after(const std::string& words) {
    return [words](tls_peer& peer, wecom_process& self) {
        peer.handshake();
        for (std::string request; (request = self.take(peer)).find("/gettoken") != request.npos;)
            self.answer(peer, request);
        peer.send(words);
        peer.pause(patience);
    };
}

}  // namespace

TEST_CASE("a hang in any phase ends at the deadline, a hundred times each, and leaves nothing behind", "[network]") {
    constexpr auto timeout = 400ms;
    const wecom_process handshake{[](tls_peer& peer, wecom_process&) { peer.pause(patience); }};
    const wecom_process request{[](tls_peer& peer, wecom_process&) {
        peer.handshake();
        peer.pause(patience);
    }};
    const wecom_process header{falls_silent_after("HTTP/1.1 200 OK\r\nContent-")};
    const wecom_process body{falls_silent_after("HTTP/1.1 200 OK\r\nContent-Length: 30\r\n\r\n{")};
    const named_wecom dns{{}};
    const auto before = process::footprint::now();
    for (const auto& config : {dns.config(), header.config(at(std::string{"https://"} + void_v4)), handshake.config(),
                               request.config(), header.config(), body.config()}) {
        CAPTURE(config);
        auto longest = 0ms;
        CHECK(hang(config, timeout, longest) == std::to_string(at_once * one_after_the_other) + " -3 deadline");
        CHECK(longest <= timeout + 250ms);
        CHECK(before.settled() == before);
    }
}

TEST_CASE("F02: nobody answers a SYN", "[network]") {
    const wecom_process wecom;
    app host{wecom.config(at(std::string{"https://"} + void_v4))};
    const auto early = host.log_in("alice", 1500ms);
    CHECK(early.story() == "-3 deadline");
    CHECK(early.detail.find("connecting") != std::string::npos);
    CHECK(early.elapsed >= 1500ms);
    CHECK(early.elapsed <= 1750ms);
    const auto late = host.log_in("bob", 12'000ms);
    CHECK(late.story() == "-5 connect");
    CHECK(late.elapsed <= 12'250ms);
}

TEST_CASE("F03: there is no route, or one that leads nowhere", "[network]") {
    const auto address = GENERATE(as<std::string>{}, "203.0.113.1", "198.51.100.1", "[2001:db8::1]");
    CAPTURE(address);
    const wecom_process wecom;
    app host{wecom.config(at("https://" + address))};
    const auto end = host.log_in("alice", 2000ms);
    CHECK(end.story() == "-5 connect");
    CHECK(end.elapsed <= 1000ms);
}

TEST_CASE("F64: the name server is silent", "[network]") {
    const wecom_process well;  // the first: it forks, and a name server has a thread
    const named_wecom dead{{}};
    app lost{dead.config()};
    app other{well.config(), "other"};
    crowd waiting{lost};
    CHECK(waiting.begin(50, 2000ms) == 50);
    const auto healthy = other.log_in("bob");
    CHECK(healthy.story() == "OK bob");
    CHECK(healthy.elapsed <= 1000ms);
    const auto end = lost.log_in("alice", 2000ms);
    CHECK(end.story() == "-3 deadline");
    CHECK(end.elapsed <= 2250ms);
    CAPTURE(end.detail);
    CHECK(end.detail.find("looking up its address") != std::string::npos);
    CHECK(waiting.story() == "50 -3 deadline");
}

TEST_CASE("F64: destroy does not wait for a silent name server", "[network]") {
    const named_wecom dead{{}};
    auto best = longest_destroy * 100;
    // Of three tries the best: other programs run on this machine too.
    for (int i = 0; i < 3 && best > longest_destroy; ++i) {
        app host{dead.config()};
        crowd all{host};
        CHECK(all.begin(1'000) == 1'000);
        all.wait_until_under_way();
        const auto begun = std::chrono::steady_clock::now();
        host.destroy();
        best = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - begun);
        CHECK(all.story() == "1000 -4 shutdown");
    }
    CHECK(best <= longest_destroy);
}

TEST_CASE("F66: three addresses answer nothing, the fourth does", "[network]") {
    named_wecom wecom{{"10.99.0.2", "10.99.0.2", "fd99::2", "127.0.0.1"}};
    app host{wecom.config()};
    const auto first = host.log_in("alice", 8000ms);
    CHECK(first.story() == "OK alice");
    CHECK(first.elapsed <= 3000ms);
}

TEST_CASE("F67: the IPv6 address is dead, the IPv4 address is not", "[network]") {
    named_wecom wecom{{void_v6, "127.0.0.1"}};
    app host{wecom.config()};
    const auto first = host.log_in("alice", 8000ms);
    CHECK(first.story() == "OK alice");
    CHECK(first.elapsed <= 2000ms);  // the head start of an address is 250 ms
    CHECK(host.log_in("bob").story() == "OK bob");
}

TEST_CASE("F67: IPv6 alone, by name and by address", "[network]") {
    named_wecom wecom{{"::1"}, {.names = "DNS:wecom.test, IP:::1"}};
    const relay v6{"::1", wecom.port()};
    CHECK(app{wecom.config()}.log_in("alice").story() == "OK alice");
    const auto origin = "https://[::1]:" + std::to_string(wecom.port());
    CHECK(app{wecom.config({{"api_base", origin}})}.log_in("bob").story() == "OK bob");
}

TEST_CASE("F67: IPv4 only, though there is an IPv6 address", "[network]") {
    named_wecom wecom{{void_v6, "127.0.0.1"}};
    app host{wecom.config({{"ip", "v4"}})};
    CHECK(host.log_in("alice").story() == "OK alice");
}

TEST_CASE("F67: an IPv4 address in IPv6 notation is still of the inside", "[network]") {
    named_wecom wecom{{"::ffff:127.0.0.1"}};
    CHECK(app{wecom.config()}.log_in("alice").story() == "OK alice");
    CHECK(app{wecom.config({{"allow_private", false}})}.log_in("bob").story() == "-5 connect");
}

TEST_CASE("F72: a kept connection is forgotten by something between", "[network]") {
    run("ip addr add 10.99.1.1/32 dev lo");
    named_wecom wecom{{}};
    const relay between{"10.99.1.1", wecom.port()};
    app host{wecom.config({{"pins", json::object{{name, json::array{"10.99.1.1", "127.0.0.1"}}}}})};
    CHECK(host.log_in("alice").story() == "OK alice");
    // From now on that address is somewhere in the void.
    run("ip addr del 10.99.1.1/32 dev lo && ip route add 10.99.1.1/32 dev void0 && "
        "ip neigh add 10.99.1.1 lladdr 02:00:00:00:00:02 dev void0 nud permanent");
    const auto end = host.log_in("bob", 8000ms);
    CHECK(end.story() == "OK bob");
    CHECK(end.elapsed <= 8250ms);
    CHECK(host.log_in("carol").story() == "OK carol");
    run("ip neigh del 10.99.1.1 dev void0; ip route del 10.99.1.1/32 dev void0");
}
