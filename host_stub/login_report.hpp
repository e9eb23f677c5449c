#pragma once

#include "providers/configured_provider.hpp"

#include <chrono>
#include <iosfwd>
#include <string>

namespace host {

// How a login ended, and how long it took.
struct login_report {
    outcome<account> who;
    std::chrono::milliseconds elapsed{};
};

// One JSON object in one line.
std::string to_json(const login_report& report);

// Lines for a person.
std::string to_text(const login_report& report);

//   0  an account
//   1  the command, a file, the configuration: mend it before the next try
//   2  this person or this browser was refused
//   3  network, the provider's server, or too busy: try again
//   4  a defect
int exit_status(const login_report& report);

}  // namespace host
