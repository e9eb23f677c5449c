// Many at once, a dead neighbour, and the end.

#include "bench/measures.hpp"
#include "bench/rounds.hpp"
#include "bench/tenant.hpp"
#include "bench/workloads.hpp"

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <thread>

namespace bench {
namespace {

using namespace std::chrono_literals;

// An address at which connecting never ends: its queue of connections is full, and the kernel drops what comes.
class black_hole {
public:
    black_hole() : listener_{listen_on_loopback(0)} {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(listener_.port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        for (auto& one : fillers_) {
            one = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
            ::connect(one, reinterpret_cast<sockaddr*>(&address), sizeof address);
        }
    }
    ~black_hole() {
        for (const int one : fillers_)
            ::close(one);
        ::close(listener_.socket);
    }
    black_hole(const black_hole&) = delete;
    std::string origin() const { return "https://127.0.0.1:" + std::to_string(listener_.port); }

private:
    listener listener_;
    int fillers_[4];
};

// Opens all connections of the pool: nobody who shares it shakes hands later.
void fill_pool(const stage& at, tenant& of) {
    const auto grants = of.grants(pool_cap);
    at.hold(call_getuserinfo);
    crowd all{of, grants};
    all.begin(pool_cap);
    wait_until("open connections", [&] { return at.seen().holding == pool_cap; });
    at.release();
    all.wait();
}

// From the token to the last request of those who waited for it, as the server sees it.
double milliseconds_to_the_last(const stage& at, const idp::provider& plugin, std::size_t people) {
    tenant acme{plugin, {at.origin(), at.ca_file(), "none", "ww000000000000cold"}};
    const auto grants = acme.grants(people);
    const difference calls{at.seen()};
    at.hold(call_gettoken);
    crowd all{acme, grants};
    all.begin(people);
    wait_until("a gettoken", [&] { return calls.gettoken() == 1; });
    std::this_thread::sleep_for(5ms);  // everybody waits for it now
    at.release();
    all.wait();
    std::int64_t last = 0;
    for (std::size_t i = 0; i < people; ++i)
        last = std::max(last, at.seen().asked[i].load());
    return static_cast<double>(last - at.seen().token_sent) / 1e6;
}

}  // namespace

void measure_stampede(const stage& at, table& out) {
    const auto plugin = open_plugin();
    tenant neighbour{plugin, {at.origin(), at.ca_file()}};
    fill_pool(at, neighbour);
    std::vector<double> took_ms;
    for (int round = 0; round < 20; ++round)
        took_ms.push_back(milliseconds_to_the_last(at, plugin, 16));
    const auto took = over(took_ms);
    out.line("B17", "from the token to the last request of 16 who waited for it, median of 20",
             {took.median, "ms", took.text()}, at_most(1));
}

void measure_degraded_mode(const stage& at, table& out) {
    constexpr std::size_t logins = 1000, stuck = 500;
    tenant healthy{open_plugin(), {at.origin(), at.ca_file()}};
    std::size_t failed = 0;
    const auto run_healthy = [&] {
        const auto grants = healthy.grants(logins);
        return time_each(logins, [&](std::size_t i) { failed += healthy.try_to_log_in(grants[i]) != IDP_OK; });
    };
    // A new hole each time: a breaker that has opened would spare the plugin the trouble.
    const auto degraded = [&] {
        const black_hole hole;
        tenant unlucky{open_plugin(), {hole.origin(), at.ca_file()}, "unlucky"};
        const auto grants = unlucky.grants(stuck);
        crowd people{unlucky, grants};
        people.begin(stuck);
        const auto result = run_healthy();
        unlucky.destroy();
        return result;
    };
    const auto rounds = compete({degraded, run_healthy});
    const auto p50 = ratio(rounds[0], rounds[1], &speed::p50_us), p99 = ratio(rounds[0], rounds[1], &speed::p99_us);
    const std::string name = "healthy instance beside a black-holed origin: ";
    out.line("B19", name + "p50", {p50.median, "x", p50.text()}, at_most(1.3));
    out.line("B19", name + "p99", {p99.median, "x", p99.text()}, at_most(3));
    out.line("B19", name + "failed", {static_cast<double>(failed)}, count_of(0));
}

void measure_destroy(const stage& at, table& out) {
    constexpr std::size_t people = 1000;
    double cancelled = 0, completions = 0;
    const auto destroyed = [&](const std::string& origin, std::uint32_t held, const char* phase) {
        tenant acme{open_plugin(), {origin, at.ca_file()}};
        const auto grants = acme.grants(people);
        at.hold(held);
        crowd all{acme, grants};
        all.begin(people);
        if (held)
            wait_until("held calls", [&] { return at.seen().holding > 0; });
        else
            std::this_thread::sleep_for(50ms);  // nobody hears that they knock
        const stopwatch ending;
        acme.destroy();
        const auto took = ending.seconds() * 1000;
        completions += static_cast<double>(all.completions());
        cancelled += static_cast<double>(all.with_status(IDP_E_CANCELLED));
        at.release();
        out.line("P10", std::string{"destroy with 1,000 logins that wait for "} + phase, {took, "ms"}, at_most(100));
    };
    destroyed(at.origin(), call_gettoken, "the token");
    destroyed(at.origin(), call_getuserinfo, "an answer or a connection");
    const black_hole hole;
    destroyed(hole.origin(), 0, "an address that does not answer");
    const auto dead_dns = work_elsewhere(at, "dead-dns", people);
    out.line("P10", "destroy with 1,000 logins that wait for a dead name server", {dead_dns.at("ms"), "ms"},
             at_most(100));
    out.line("P10", "completions before these four destroys returned", {completions + dead_dns.at("completions")},
             count_of(4 * people));
    out.line("P10", "of them with IDP_E_CANCELLED", {cancelled + dead_dns.at("cancelled")}, count_of(4 * people));
}

}  // namespace bench
