#pragma once

#include "providers/configured_provider.hpp"
#include "web/cookie.hpp"
#include "web/site_state.hpp"

namespace host {

// The logins that are under way in a browser, each in a cookie of its own: those that a request brought, oldest first.
std::vector<cookie> transactions_of(const site_state& site, const request& from);

// One more; the oldest make room for it.
void keep_transaction(const site_state& site, const request& from, const started_login& begun, response& out);

}  // namespace host
