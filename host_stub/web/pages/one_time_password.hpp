#pragma once

#include "web/accept_language.hpp"
#include "web/html.hpp"

#include <string>

namespace host {

// Shown once, on the page that answers the form: nobody can read it again.
struct one_time_password {
    std::string name, password;
};

html shown_once(const one_time_password& it, language in);

}  // namespace host
