#pragma once

#include "web/pages/page_frame.hpp"

namespace host {

// Somebody came from a provider, and no user of this host has that account.
struct bind_view {
    std::string provider_name, display_name, subject;  // display_name may be empty
    std::string name;                                  // what was typed before, after a refusal
    std::string problem;                               // why the last try was refused, or empty
    std::string next;
    std::string account = {};    // which of several tabs' accounts this page shows; the form brings it back
    bool needs_password = true;  // false: the person has just signed in
};

// The forms: POST /bind {csrf, account, name, password, next}, which signs in and binds, and POST /bind/cancel {csrf}.
// If frame.user_name is set, that user binds, and name is not asked for.
std::string bind_page(const page_frame& frame, const bind_view& view);

}  // namespace host
