#pragma once

#include "ambient.hpp"
#include "event_log.hpp"
#include "login_report.hpp"

namespace host {

struct login_options {
    std::string plugin, config;  // files
    std::string public_url = "http://localhost:8080";
    std::string mode, member, user_agent, browser_ca;
};

// One login from the first redirect to the account, with a browser of our own instead of a person's: what "idp-host
// login" does. Whatever stops it is part of the report.
login_report run_login(const login_options& options, const ambient& outside, event_log& log);

}  // namespace host
