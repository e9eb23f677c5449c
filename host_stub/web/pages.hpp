#pragma once

#include "web/html.hpp"
#include "web/session_store.hpp"
#include "web/texts.hpp"

#include <vector>

namespace host {

struct login_button {
    std::string label, icon;  // icon: a path of this host, or empty
    std::string target;       // empty: no button but a hint, because the login cannot start in this browser
};

// Whole HTML documents.
std::string login_page(language in, const std::vector<login_button>& buttons);
std::string account_page(language in, const session& of);
std::string problem_page(language in, std::string_view title, std::string_view what, std::string_view incident = {});

}  // namespace host
