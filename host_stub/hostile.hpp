#pragma once

#include "login.hpp"

#include <vector>

namespace host {

struct hostile_options {
    login_options login;
    std::string stranger;  // whom the provider has to refuse; empty: nobody is tried
};

// One bad habit of hosts, and how the provider took it.
struct habit {
    std::string_view name, what;
    std::string failure;  // empty: the provider lived with it
};

// Does to a provider what careless but legal hosts do, and logs people in meanwhile: what "idp-host hostile" does. Made
// for authors of providers. Forks, so nothing else may run in this process. Throws config_error, idp::load_error.
std::vector<habit> run_hostile(const hostile_options& options, const ambient& outside, event_log& log);

std::string to_text(const std::vector<habit>& habits);  // a line each
int exit_status(const std::vector<habit>& habits);      // 0, or 4 if one failed

}  // namespace host
