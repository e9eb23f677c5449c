#pragma once

#include "validator/attempt.hpp"

#include <string>
#include <vector>

namespace validator {

// A test for people who read: verdict, name, rules and promise, and what is wrong.
std::string report_of(const verdict& said);
// "41 passed, 1 failed, 2 skipped in 17.2 s; seed 1".
std::string summary_of(const std::vector<verdict>& all, const subject& of, std::chrono::milliseconds elapsed);
// All of it for programs.
std::string json_report_of(const std::vector<verdict>& all, const subject& of, std::chrono::milliseconds elapsed);

// Of the program: 0 all passed; 1 something failed; 3 something was skipped for want of a recipe.
int exit_status_of(const std::vector<verdict>& all);

}  // namespace validator
