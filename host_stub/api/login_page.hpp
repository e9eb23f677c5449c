#pragma once

#include "api/api_routes.hpp"

namespace host {

// GET tenant/{tenant}/login_page/, for everybody: the password form, and one button for each provider that can be used
// in this browser.
void add_login_page(api_routes& to, site_state& state);

}  // namespace host
