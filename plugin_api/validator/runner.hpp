#pragma once

#include "validator/attempt.hpp"

#include <functional>
#include <span>
#include <vector>

namespace validator {

struct run_settings {
    unsigned jobs = 0;        // children at once; 0: two for each core
    bool in_process = false;  // no children, for debuggers
    std::chrono::milliseconds limit = default_limit();

    static std::chrono::milliseconds default_limit();
};

// Runs each test in a process of its own, and hands out its verdict: as soon as possible, but in the order of the
// tests. A test that ends with its process, or not at all, fails alone. Called on the only thread of the process.
std::vector<verdict> run_all(std::span<const contract_test* const> tests, const subject& of, const run_settings& how,
                             const std::function<void(const verdict&)>& as_they_end);

}  // namespace validator
