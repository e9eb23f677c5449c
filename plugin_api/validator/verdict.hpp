#pragma once

#include "validator/contract_test.hpp"

#include <chrono>
#include <string>
#include <vector>

namespace validator {

enum class outcome_kind { pass, warn, fail, crash, timeout, skip };

// "pass", "warn", …
std::string_view name_of(outcome_kind kind);

// How one test ended.
struct verdict {
    const contract_test* test = nullptr;
    outcome_kind kind = outcome_kind::crash;
    std::string text{};  // what the provider did and should have done; why the test was skipped
    std::vector<std::string> warnings{};
    std::string output{};  // what the test's process wrote to stdout and stderr
    std::chrono::milliseconds elapsed{0};
    bool for_want_of_recipe = false;  // skipped, but it need not have been
    bool no_provider = false;         // failed, because the file is none

    bool failed() const {
        return kind == outcome_kind::fail || kind == outcome_kind::crash || kind == outcome_kind::timeout;
    }
};

}  // namespace validator
