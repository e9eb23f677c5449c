// Memory, threads, files: what the plugin takes from its host.

#include "bench/measures.hpp"
#include "bench/rounds.hpp"
#include "bench/tenant.hpp"
#include "bench/workloads.hpp"

#include <filesystem>
#include <sstream>
#include <stdexcept>

namespace bench {
namespace {

constexpr double kib = 1024, mib = 1024 * kib;

std::string output_of(const std::vector<std::string>& command) {
    auto done = run(command);
    if (done.status != 0) throw std::runtime_error{command[0] + ": " + done.said};
    return std::move(done.said);
}

// The words at this place of all lines that contain `mark`.
std::vector<std::string> words(const std::string& text, std::string_view mark, std::size_t place) {
    std::vector<std::string> out;
    std::istringstream lines{text};
    for (std::string one; std::getline(lines, one);) {
        if (one.find(mark) == one.npos) continue;
        std::istringstream in{one};
        std::string word;
        for (std::size_t i = 0; i <= place; ++i)
            in >> word;
        out.push_back(word);
    }
    return out;
}

bool is_allowed(const std::string& library) {
    for (const auto* const one : {"[libc.so.6]", "[libm.so.6]", "[libstdc++.so.6]", "[libgcc_s.so.1]", "[libssl.so.3]",
                                  "[libcrypto.so.3]", "[libcares.so.2]", "[ld-linux-x86-64.so.2]"})
        if (library == one) return true;
    return false;
}

}  // namespace

void measure_idle_instances(const stage& at, table& out) {
    constexpr std::size_t instances = 5000;
    const difference calls{at.seen()};
    at.seen().most_open_connections = at.seen().open_connections.load();
    const auto found = work_elsewhere(at, "idle-instances", instances);
    out.line("B11", "creating the 1st instance, with the system's certificates", {found.at("first_ms"), "ms"},
             at_most(60));
    out.line("B11", "creating the 1,000th instance", {found.at("thousandth_ms"), "ms"}, at_most(0.2));
    out.line("B11", "heap of each further idle instance, of 5,000", {found.at("each_heap"), "bytes"},
             count_at_most(8 * kib));
    out.line("B11", "threads of 5,000 idle instances", {found.at("threads")}, count_of(0));
    out.line("B11", "threads of 5,000 instances that logged somebody in", {found.at("threads_after_logins")},
             count_of(1));
    out.line("B11", "connections at a time of 5,000 instances, one login after the other",
             {static_cast<double>(at.seen().most_open_connections)}, count_of(1));
    out.remark("the 1st instance takes " + number(found.at("first_heap") / kib) + " KiB of heap; " +
               std::to_string(calls.gettoken()) + " gettoken in all");
}

void measure_logins_in_flight(const stage& at, table& out) {
    constexpr std::size_t people = 10'000;
    const auto found = work_elsewhere(at, "in-flight", people);
    const std::string name = "10,000 logins in flight: ";
    out.line("B12", name + "heap of each that waits for a connection", {found.at("each_waiting"), "bytes"},
             count_at_most(4 * kib));
    out.line("B12", name + "heap of each that has one, TLS included", {found.at("each_connected") / kib, "KiB"},
             count_at_most(128));
    out.line("B12", name + "heap in all", {found.at("all") / mib, "MiB"}, count_at_most(60));
    out.line("B12", name + "connections", {found.at("connections")}, count_at_most(pool_cap));
    out.line("B12", name + "threads", {found.at("threads")}, count_of(1));
    out.line("B12", name + "failed afterwards", {found.at("failed")}, count_of(0));
    out.remark("resident memory " + number(found.at("resident") / mib) + " MiB more, descriptors " +
               number(found.at("descriptors")) + "; heap kept afterwards " + number(found.at("kept") / mib) + " MiB");
}

void measure_cold_start(const stage& at, table& out) {
    std::vector<double> load, all;
    for (int i = 0; i < 15; ++i) {
        const auto found = findings_in(output_of({COLD_START_PROGRAM, at.origin(), at.ca_file()}));
        load.push_back(found.at("load_ms"));
        all.push_back(found.at("all_ms"));
    }
    const auto loaded = over(load), logged_in = over(all);
    out.line("B13", "dlopen to table, cold process, median", {loaded.median, "ms", loaded.text()}, at_most(10));
    out.line("B13", "dlopen to first account, cold process, median", {logged_in.median, "ms", logged_in.text()},
             at_most(60));
}

void measure_library(const stage&, table& out) {
    const auto stripped = std::filesystem::temp_directory_path() / ("stripped-" + std::to_string(::getpid()) + ".so");
    output_of({"strip", "-o", stripped.string(), PLUGIN_FILE});
    const auto size = static_cast<double>(std::filesystem::file_size(stripped));
    const auto exported = words(output_of({"nm", "-D", "--defined-only", stripped.string()}), " ", 2);
    const auto unique = words(output_of({"readelf", "-W", "--syms", "--dyn-syms", PLUGIN_FILE}), " UNIQUE ", 7);
    std::filesystem::remove(stripped);
    const bool entry = exported.size() == 1 && exported[0] == "idp_plugin_entry_v1";
    double foreign = 0;
    for (const auto& library : words(output_of({"readelf", "-d", PLUGIN_FILE}), "(NEEDED)", 4))
        foreign += !is_allowed(library);
    out.line("B14", "the library, stripped", {size / mib, "MiB"}, count_at_most(2.5));
    out.line("B14", "symbols it exports beside idp_plugin_entry_v1",
             {static_cast<double>(exported.size()) - (entry ? 1 : 0)}, count_of(0));
    out.line("B14", "symbols that are unique in a process", {static_cast<double>(unique.size())}, count_of(0));
    out.line("B14", "libraries it needs that are not on the list of allowed ones", {foreign}, count_of(0));
}

}  // namespace bench
