#include "validator/tests/sections.hpp"
#include "validator/trial.hpp"

#include <chrono>

namespace validator {
namespace {

void table_complete(trial& t) {
    const auto& table = t.table();
    expect(table.min_host_minor <= table.abi_minor,
           "min_host_minor is above abi_minor. It is the smallest minor that the provider can live with.");
}

constexpr std::chrono::milliseconds slow_scan{100};

void scan_time(trial& t) {
    const auto begin = std::chrono::steady_clock::now();
    (void)*t.table().descriptor->id;
    const auto elapsed = std::chrono::steady_clock::now() - begin;
    if (elapsed > slow_scan)
        t.warn("loading the library and reading its descriptor took " +
               std::to_string(std::chrono::duration_cast<std::chrono::milliseconds>(elapsed).count()) +
               " ms: whoever lists providers waits for it");
}

}  // namespace

section entry_tests() {
    static constexpr contract_test tests[] = {
        {"table-complete", "The table has every function of minor 0.", "R3 R4 R7", needs::nothing, table_complete},
        {"scan-time", "Loading the library and reading its descriptor takes less than 100 ms.", "R2", needs::nothing,
         scan_time},
    };
    return tests;
}

}  // namespace validator
