#pragma once

#include "validator/contract_test.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

namespace validator {

struct usage_error : std::runtime_error {
    using std::runtime_error::runtime_error;
};

extern const char usage[];

struct command_line {
    std::string verb;
    std::string argument;  // a file, or the name of a test
    std::optional<std::filesystem::path> recipe;
    std::string only;
    std::optional<std::filesystem::path> replay;
    unsigned rounds = 1000, jobs = 0, minutes = 1;
    std::uint64_t seed = 1;
    bool json = false, in_process = false;

    // Throws usage_error.
    static command_line parse(std::span<const char* const> arguments);
};

// The tests whose name the extended regular expression finds something in. Throws usage_error if it finds none.
std::vector<const contract_test*> chosen(std::span<const contract_test> from, const std::string& only);

}  // namespace validator
