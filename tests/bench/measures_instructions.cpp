// User instructions, as callgrind counts them: the same on every machine and in every run, up to a percent.

#include "bench/measures.hpp"
#include "bench/workloads.hpp"

#include <stdexcept>

namespace bench {
namespace {

double instructions_of(const stage& at, std::string_view workload, std::size_t count) {
    const auto found =
        work_elsewhere(at, workload, count, {"valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null"});
    for (const auto& [name, value] : found)
        if (name.ends_with("Collected ")) return value;
    throw std::runtime_error{"callgrind did not say how many instructions it saw"};
}

// Two runs that differ in a thousand: what the start costs cancels.
double instructions_each(const stage& at, std::string_view workload) {
    constexpr std::size_t few = 200, more = 1000;
    return (instructions_of(at, workload, few + more) - instructions_of(at, workload, few)) / more;
}

}  // namespace

void profile(const stage& at, std::string_view workload, const std::string& file) {
    work_elsewhere(at, workload, 1000, {"valgrind", "--tool=callgrind", "--callgrind-out-file=" + file});
}

void measure_login_instructions(const stage& at, table& out) {
    const auto plugin = instructions_each(at, "plugin");
    const auto posted = instructions_each(at, "posted-coroutine");
    out.line("B05", "a warm login, C ABI in, account out", {plugin, "instructions"}, count_at_most(80'000));
    out.line("B05", "the same as a multiple of the bare posted coroutine", {plugin / posted, "x"}, count_at_most(1.6));
    const auto remark = [&](const std::string& name, double each) {
        out.remark(name + ": " + number(each) + " instructions a login");
    };
    remark("bare posted coroutine", posted);
    for (const auto* const other : {"raw-openssl", "blocking-beast", "libcurl", "plugin-at-64", "beast-at-64"})
        remark(other, instructions_each(at, other));
}

void measure_other_instructions(const stage& at, table& out) {
    out.line("B06", "build_authorize_url", {instructions_each(at, "authorize-url"), "instructions"},
             count_at_most(35'000));
    const difference calls{at.seen()};
    out.line("B07", "refusing a callback without a transaction",
             {instructions_each(at, "no-transaction"), "instructions"}, count_at_most(10'000));
    out.line("B07", "refusing a malformed transaction",
             {instructions_each(at, "malformed-transaction"), "instructions"}, count_at_most(10'000));
    out.line("B07", "refusing a forged state against a good transaction",
             {instructions_each(at, "forged-state"), "instructions"}, count_at_most(25'000));
    out.line("B07", "connections and calls of all these",
             {static_cast<double>(calls.connections() + calls.gettoken() + calls.getuserinfo())}, count_of(0));
}

}  // namespace bench
