#pragma once

#include "api/api_routes.hpp"
#include "providers/provider_registry.hpp"

namespace host {

// What the API calls "ext_id": never an identity, but a ticket for one that was proven, good once, for 10 minutes, and
// only together with the cookie that the same answer sets.

// The ticket; its cookie goes into out.
outcome<std::string> give_bind_ticket(site_state& state, const live_provider& of, const account& said, response& out);

// POST idp/{provider}/{config}/bind {ext_id}: binds the account of a ticket to the user whose token comes along. Asks
// for a fresh token. ext_name and ext_icon may come and are overlooked: what the provider said is in the ticket.
void add_idp_bind(api_routes& to, site_state& state);

// The configured provider that a path names by {provider} and {config}; null: there is none that works.
provider_handle provider_of(const site_state& state, const path_values& in);

// 404, in the words of a provider's route.
response no_such_provider();

}  // namespace host
