// Wall time, always as a ratio to competitors of the same interleaved rounds.

#include "bench/bare_loops.hpp"
#include "bench/curl_loops.hpp"
#include "bench/measures.hpp"
#include "bench/rounds.hpp"
#include "bench/tenant.hpp"

#include <cstdio>
#include <stdexcept>

namespace bench {
namespace {

std::string in_words(const char* who, const std::vector<speed>& rounds) {
    char text[160];
    std::snprintf(text, sizeof text, "%s: %.0f logins a second, CPU %.1f us each", who,
                  figures(rounds, &speed::per_second).median, figures(rounds, &speed::cpu_us).median);
    return text;
}

void ratio_line(table& out, std::string_view id, const std::string& what, const std::vector<speed>& one,
                const std::vector<speed>& other, double speed::*figure, const gate& bar) {
    const auto measured = ratio(one, other, figure);
    out.line(id, what, {measured.median, "x", measured.text()}, bar);
}

speed plugin_crowd(tenant& of, std::size_t in_flight, std::size_t logins) {
    const auto grants = of.grants(logins);
    crowd all{of, grants};
    const stopwatch took;
    all.keep_in_flight(in_flight);
    all.wait();
    if (all.with_status(IDP_OK) != logins) throw std::runtime_error{"a login failed: " + all.first_failure()};
    return took.of(logins);
}

speed run_wrk(const stage& at) {
    const auto done =
        run({"wrk", "-t1", "-c" + std::to_string(pool_cap), "-d1s", at.origin() + login_path(at.seen(), 0)});
    const auto where = done.said.find("Requests/sec:");
    if (done.status != 0 || where == std::string::npos) throw std::runtime_error{"wrk failed: " + done.said};
    return {.per_second = std::stod(done.said.substr(where + 13))};
}

// Everybody gets as many connections as the plugin has.
void measure_throughput_at(const stage& at, table& out, std::size_t in_flight) {
    constexpr std::size_t logins = 4096;
    tenant acme{open_plugin(), {at.origin(), at.ca_file()}};
    beast_loop beast{at, pool_cap};
    curl_multi curl{at, in_flight, pool_cap};
    const auto timed = [](auto& loop) {
        const stopwatch took;
        loop.log_in_all(logins);
        return took.of(logins);
    };
    const auto rounds = compete({[&] { return plugin_crowd(acme, in_flight, logins); }, [&] { return timed(beast); },
                                 [&] { return timed(curl); }, [&] { return run_wrk(at); }});
    const auto name = "throughput at " + std::to_string(in_flight) + " in flight, as a multiple of ";
    ratio_line(out, "B09", name + "the bare Beast loop", rounds[0], rounds[1], &speed::per_second, at_least(0.7));
    ratio_line(out, "B09", name + "libcurl multi", rounds[0], rounds[2], &speed::per_second, at_least(1.0));
    // A busy server makes everybody equally slow; what a core is worth does not depend on it.
    ratio_line(out, "B09",
               "CPU of a login at " + std::to_string(in_flight) + " in flight, as a multiple of the bare Beast loop",
               rounds[0], rounds[1], &speed::cpu_us, at_most(1 / 0.7));
    out.remark(in_words("plugin", rounds[0]));
    out.remark(in_words("bare Beast loop", rounds[1]));
    out.remark(in_words("libcurl multi", rounds[2]));
    out.remark("wrk: " + number(figures(rounds[3], &speed::per_second).median) + " requests a second; the plugin has " +
               number(ratio(rounds[0], rounds[3], &speed::per_second).median) + " x");
}

}  // namespace

void measure_latency(const stage& at, table& out) {
    constexpr std::size_t logins = 1000;
    tenant acme{open_plugin(), {at.origin(), at.ca_file()}};
    posted_coroutine posted{at};
    blocking_beast blocking{at};
    curl_easy curl{at};
    const auto timed = [](auto& loop) { return time_each(logins, [&](std::size_t i) { loop.log_in(i); }); };
    const auto plugin = [&] {
        const auto grants = acme.grants(logins);
        return time_each(logins, [&](std::size_t i) { acme.log_in(grants[i]); });
    };
    const auto rounds =
        compete({plugin, [&] { return timed(posted); }, [&] { return timed(blocking); }, [&] { return timed(curl); }});
    const std::string name = "warm login, 1 in flight, as a multiple of the posted coroutine: ";
    ratio_line(out, "B08", name + "p50", rounds[0], rounds[1], &speed::p50_us, at_most(1.4));
    ratio_line(out, "B08", name + "p99", rounds[0], rounds[1], &speed::p99_us, at_most(3));
    ratio_line(out, "B08", name + "CPU", rounds[0], rounds[1], &speed::cpu_us, at_most(2));
    const char* const names[] = {"plugin", "bare posted coroutine", "blocking Beast", "libcurl easy"};
    for (std::size_t i = 0; i < rounds.size(); ++i) {
        char text[160];
        std::snprintf(text, sizeof text, "%s: p50 %.0f us, p99 %.0f us, CPU %.1f us each", names[i],
                      figures(rounds[i], &speed::p50_us).median, figures(rounds[i], &speed::p99_us).median,
                      figures(rounds[i], &speed::cpu_us).median);
        out.remark(text);
    }
}

void measure_throughput(const stage& at, table& out) {
    measure_throughput_at(at, out, 64);
    measure_throughput_at(at, out, 1024);
}

}  // namespace bench
