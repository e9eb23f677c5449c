#pragma once

#include "ambient.hpp"
#include "browser.hpp"
#include "event_log.hpp"
#include "login_report.hpp"
#include "public_url.hpp"

namespace host {

struct login_options {
    std::string plugin, config;  // files
    std::string public_url = "http://localhost:8080";
    std::string mode, member, user_agent, browser_ca;
};

// One login from the first redirect to the account, with a browser of our own instead of a person's: what "idp-host
// login" does. Whatever stops it is part of the report.
login_report run_login(const login_options& options, const ambient& outside, event_log& log);

// The steps of it.

public_url base_of(const login_options& options);  // throws config_error
browser make_browser(const login_options& options);

// What a browser brings back from the provider.
struct came_back {
    std::string query, transaction;
};
outcome<came_back> walk_to_callback(configured_provider& provider, browser& person, const login_start& start);

// All the way, without a second try after IDP_E_RESTART.
outcome<account> log_in_once(configured_provider& provider, browser& person, const login_start& start);

}  // namespace host
