#pragma once

#include "web/pages/page_frame.hpp"

namespace host {

struct login_button {
    std::string label, icon;  // icon: a path of this host, or empty
    std::string target;       // where the login begins
};

html provider_button(const login_button& it);

// A login that cannot begin in this browser: the person opens address in the app.
struct hand_off {
    std::string label, icon, address;
};

struct tenant_choice {
    std::string id, name;
};

struct login_view {
    std::vector<login_button> buttons{};
    std::vector<hand_off> hand_offs{};
    bool has_password_form = true;
    std::string name{};                    // what was typed before, after a refusal
    std::string problem{};                 // why the last try was refused, or empty
    std::string next{};                    // where the person wanted to go
    std::string tenant{};                  // the id of the tenant that signs in, or of the chosen one
    std::vector<tenant_choice> tenants{};  // to choose from; empty: tenant is not asked for
};

// The form: POST /login {csrf, tenant, name, password, next}.
std::string login_page(const page_frame& frame, const login_view& view);

}  // namespace host
