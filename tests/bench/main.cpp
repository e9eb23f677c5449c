// wecom-bench [ID...] | --build [PRESET...] | --profile WORKLOAD FILE: what a login costs, as a table with a bar for
// each figure; what a build costs; where the instructions go.

#include "bench/build_log.hpp"
#include "bench/measures.hpp"
#include "bench/workloads.hpp"

#include <sys/resource.h>

#include <algorithm>
#include <cstdio>
#include <exception>
#include <iterator>

namespace {

using namespace bench;

struct measure {
    std::string_view ids;
    void (*make)(const stage& at, table& out);
};
constexpr measure measures[] = {
    {"B01 B02", &measure_round_trips},
    {"B03", &measure_cold_crowds},
    {"B04", &measure_token_death},
    {"B05", &measure_login_instructions},
    {"B06 B07", &measure_other_instructions},
    {"B08", &measure_latency},
    {"B09", &measure_throughput},
    {"B11", &measure_idle_instances},
    {"B12", &measure_logins_in_flight},
    {"B13", &measure_cold_start},
    {"B14", &measure_library},
    {"B17", &measure_stampede},
    {"B19", &measure_degraded_mode},
    {"B20", &measure_host_pages},
    {"P10", &measure_destroy},
};

bool is_wanted(std::string_view ids, const std::vector<std::string>& only) {
    return only.empty() ||
           std::any_of(only.begin(), only.end(), [&](const auto& id) { return ids.find(id) != ids.npos; });
}

template <class Make>
void attempt(std::string_view ids, table& out, Make make) {
    try {
        make();
    } catch (const std::exception& broken) {
        out.impossible(ids, broken.what());
    }
}

int summary(const table& made) {
    std::printf("gates: %d, missed on a count: %d, missed on a time: %d\n", made.gates(), made.missed_counts(),
                made.missed_times());
    return made.missed_counts() == 0 ? 0 : 1;
}

int measure_builds(std::vector<std::string> presets) {
    if (presets.empty()) presets = {"release"};
    table out;
    for (const auto& preset : presets)
        attempt("B21", out, [&] { measure_build(preset, out); });
    return summary(out);
}

int measure_everything(const std::vector<std::string>& only) {
    ::setpriority(PRIO_PROCESS, 0, -10);  // root only, and only kind
    const stage here;
    const auto& [servers, clients] = processors_of_this_run();
    std::printf("server on processor %d, everything else on %d\n", servers, clients);
    if (servers == clients) std::printf("times on one processor say little\n");
    pin_to(clients);
    table out;
    for (const auto& one : measures)
        if (is_wanted(one.ids, only)) attempt(one.ids, out, [&] { one.make(here, out); });
    return summary(out);
}

}  // namespace

int main(int count, char** values) try {
    std::vector<std::string> arguments{values + 1, values + count};
    const auto first = arguments.empty() ? std::string{} : arguments.front();
    if (!first.starts_with("--")) return measure_everything(arguments);
    arguments.erase(arguments.begin());
    if (first == "--build") return measure_builds(std::move(arguments));
    if (first == "--profile") {
        profile(stage{}, arguments.at(0), arguments.at(1));
        return 0;
    }
    if (first == "--work") return do_work(arguments);
    if (first == "--compile") return compile(arguments);
    std::fprintf(stderr, "wecom-bench [ID...] | --build [PRESET...] | --profile WORKLOAD FILE\n");
    return 2;
} catch (const std::exception& broken) {
    std::fprintf(stderr, "wecom-bench: %s\n", broken.what());
    return 1;
}
