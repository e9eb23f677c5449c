#pragma once

#include "api/api_routes.hpp"

namespace host {

// POST tenant/{tenant}/auth/?event_tag=com.longgui.auth.factor.password.auth: a token for a user name and a password.
void add_token_auth(api_routes& to, site_state& state);

}  // namespace host
