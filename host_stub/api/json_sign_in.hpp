#pragma once

#include "web/router.hpp"
#include "web/site_state.hpp"

namespace host {

// The two requests of a login for clients that ask for JSON. The browser's redirects carry no token, and neither does
// any address here: it is in the body.
//   GET idp/{provider}/{config}/login     {"error", "package", "data": {"redirect"}}, and the cookie of the login
//   GET idp/{provider}/{config}/callback  {"error", "package", "data": {"token"}} of the user whose account it is, or
//                                         {"token": "", "ext_id", "tenant_id", "bind"}: see bind_ticket.hpp
void add_json_sign_in(router& to, site_state& state);

// True for a client that asks for JSON and for no page.
bool prefers_json(const request& from);

}  // namespace host
