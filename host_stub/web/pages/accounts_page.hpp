#pragma once

#include "ambient.hpp"
#include "web/pages/page_frame.hpp"

namespace host {

struct bound_account {
    std::string id;  // of the binding, for the form
    std::string provider_name, icon, display_name, subject, issuer;
    wall_time since{};
    bool may_be_unbound = true;  // false: it is the last way in
};

struct bindable_provider {
    std::string id, name, icon;
};

struct accounts_view {
    std::vector<bound_account> bound;
    std::vector<bindable_provider> not_bound;
    bool needs_password = true;  // false: the person has just signed in
};

// The forms: POST /me/accounts/unbind {csrf, binding, password} and POST /me/accounts/bind {csrf, provider, password};
// without password unless needs_password.
std::string accounts_page(const page_frame& frame, const accounts_view& view);

}  // namespace host
