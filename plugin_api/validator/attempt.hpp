#pragma once

#include "validator/recipe.hpp"
#include "validator/verdict.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>

namespace validator {

// What the tests of one run share.
struct subject {
    std::filesystem::path library{};  // absolute
    std::optional<test_recipe> recipe{};
    unsigned rounds = 1000;
    std::uint64_t seed = 1;
};

// Runs a test in this process. Whatever it throws becomes its verdict.
verdict attempt(const contract_test& test, const subject& of);

}  // namespace validator
