// What WeCom sees of the logins: round trips, calls, connections.

#include "bench/measures.hpp"
#include "bench/rounds.hpp"
#include "bench/tenant.hpp"

#include <thread>

namespace bench {
namespace {

using namespace std::chrono_literals;

constexpr double round_trip_ms = std::chrono::duration<double, std::milli>{simulated_round_trip}.count();

tenant_settings far_away(const stage& at, std::string_view profile = "none") {
    return {at.relayed_origin(), at.ca_file(), profile};
}

// In round trips: how long it took.
double timed(tenant& of, const std::string& grant) {
    const stopwatch one;
    of.log_in(grant);
    return one.seconds() * 1000 / round_trip_ms;
}

void measure_warm_and_cold(const stage& at, table& out) {
    tenant acme{open_plugin(), far_away(at)};
    const auto grants = acme.grants(11);
    const difference cold{at.seen()};
    const auto cold_time = timed(acme, grants[0]);
    out.line("B01", "round trips of a cold login: TCP, TLS, gettoken, getuserinfo",
             {static_cast<double>(cold.round_trips())}, count_of(4));
    out.line("B01", "connections of a cold login", {static_cast<double>(cold.connections())}, count_of(1));
    out.line("B01", "latency of a cold login, 50 ms away", {cold_time, "round trips"}, at_most(5));

    const difference warm{at.seen()};
    std::vector<double> took;
    for (std::size_t i = 1; i < grants.size(); ++i)
        took.push_back(timed(acme, grants[i]));
    out.line("B01", "round trips of ten warm logins", {static_cast<double>(warm.round_trips())}, count_of(10));
    out.line("B01", "gettoken and handshakes of ten warm logins",
             {static_cast<double>(warm.gettoken() + warm.handshakes())}, count_of(0));
    out.line("B01", "latency of a warm login, 50 ms away, p50", {percentile(took, 0.5), "round trips"}, at_most(1.5));
}

void measure_profile(const stage& at, table& out) {
    tenant acme{open_plugin(), far_away(at, "basic")};
    const auto grants = acme.grants(2);
    acme.log_in(grants[0]);
    const difference warm{at.seen()};
    acme.log_in(grants[1]);
    out.line("B01", "round trips of a warm login with profile `basic`", {static_cast<double>(warm.round_trips())},
             count_of(2));
}

void measure_prepared(const stage& at, table& out) {
    tenant acme{open_plugin(), far_away(at)};
    const auto grants = acme.grants(1);
    const difference prepared{at.seen()};
    acme.prepare();
    wait_until("a token", [&] { return prepared.gettoken() == 1; });
    std::this_thread::sleep_for(2 * simulated_round_trip);  // the token's way back
    const difference first{at.seen()};
    const auto took = timed(acme, grants[0]);
    out.line("B02", "round trips of the first login after `prepare`", {static_cast<double>(first.round_trips())},
             count_of(1));
    out.line("B02", "its latency, 50 ms away", {took, "round trips"}, at_most(1.5));
}

}  // namespace

void measure_round_trips(const stage& at, table& out) {
    measure_warm_and_cold(at, out);
    measure_profile(at, out);
    measure_prepared(at, out);
}

void measure_cold_crowds(const stage& at, table& out) {
    for (const std::size_t people : {1, 10, 100, 1'000, 10'000}) {
        tenant acme{open_plugin(), {at.origin(), at.ca_file()}};
        const auto grants = acme.grants(people);
        const int threads = threads_of_this_process();
        const difference calls{at.seen()};
        at.seen().most_open_connections = at.seen().open_connections.load();
        crowd all{acme, grants};
        const stopwatch took;
        all.begin(people);
        all.wait();
        const auto name = number(static_cast<double>(people)) + " cold logins at once: ";
        out.line("B03", name + "gettoken and getuserinfo called",
                 {static_cast<double>(calls.gettoken() + calls.getuserinfo())},
                 count_of(static_cast<double>(people + 1)));
        out.line("B03", name + "failed", {static_cast<double>(people - all.with_status(IDP_OK))}, count_of(0));
        out.line("B03", name + "connections at a time", {static_cast<double>(at.seen().most_open_connections)},
                 count_at_most(pool_cap));
        out.line("B03", name + "threads", {static_cast<double>(threads_of_this_process() - threads)}, count_of(1));
        auto waited = all.waited_us();
        out.remark(name + "CPU " + number(took.of(people).cpu_us) + " us each; waited p50 " +
                   number(percentile(waited, 0.5) / 1000) + " ms, p99 " + number(percentile(waited, 0.99) / 1000) +
                   " ms");
        if (!all.first_failure().empty()) out.remark("first failure: " + all.first_failure());
    }
}

namespace {

// WeCom takes the token back while these are under way.
void measure_death_in_flight(const stage& at, table& out) {
    constexpr std::size_t people = 500;
    tenant acme{open_plugin(), {at.origin(), at.ca_file()}};
    const auto grants = acme.grants(people);
    const difference calls{at.seen()};
    at.hold(call_getuserinfo);
    crowd all{acme, grants};
    all.begin(people);
    wait_until("calls under way", [&] { return at.seen().holding > 0; });
    ++at.seen().valid_token;
    at.release();
    all.wait();
    out.line("B04", "token dies with 500 logins in flight: gettoken called, the first included",
             {static_cast<double>(calls.gettoken())}, count_at_most(2));
    out.line("B04", "token dies with 500 logins in flight: getuserinfo called",
             {static_cast<double>(calls.getuserinfo())}, count_at_most(2 * people));
    out.line("B04", "token dies with 500 logins in flight: failed",
             {static_cast<double>(people - all.with_status(IDP_OK))}, count_of(0));
    if (!all.first_failure().empty()) out.remark("first failure: " + all.first_failure());
}

void measure_death_in_a_stream(const stage& at, table& out) {
    constexpr std::size_t people = 400;
    tenant acme{open_plugin(), {at.origin(), at.ca_file()}};
    const auto grants = acme.grants(people + 1);
    acme.log_in(grants.back());
    const difference calls{at.seen()};
    crowd all{acme, {grants.data(), people}};
    auto next = std::chrono::steady_clock::now();
    for (std::size_t i = 0; i < people; ++i) {
        if (i == people / 2) ++at.seen().valid_token;
        all.begin(1);
        std::this_thread::sleep_until(next += 5ms);
    }
    all.wait();
    out.line("B04", "token dies while 200 logins a second run: gettoken called",
             {static_cast<double>(calls.gettoken())}, count_at_most(1));
    out.line("B04", "token dies while 200 logins a second run: failed",
             {static_cast<double>(people - all.with_status(IDP_OK))}, count_of(0));
}

}  // namespace

void measure_token_death(const stage& at, table& out) {
    measure_death_in_flight(at, out);
    measure_death_in_a_stream(at, out);
}

}  // namespace bench
