#pragma once

#include "web/pages/login_page.hpp"

namespace host {

struct change_password_view {
    bool forced = false;  // the password in use is a one-time password: nothing else can be done before
    std::string problem, next;
};

// The form: POST /me/password {csrf, password, new_password, repeated_password, next}.
std::string change_password_page(const page_frame& frame, const change_password_view& view);

struct confirm_password_view {
    std::string reason;                 // what the person is about to do, in his language
    std::vector<login_button> buttons;  // other ways to sign in anew
    std::string problem, next;
};

// The form: POST /me/confirm {csrf, password, next}.
std::string confirm_password_page(const page_frame& frame, const confirm_password_view& view);

}  // namespace host
