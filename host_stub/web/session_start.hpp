#pragma once

#include "web/page_routes.hpp"

namespace host {

// What a browser holds of a session. A browser never keeps the same session across a change of who it is or of how it
// may sign in: the old one ends with the answer that brings the new one.

// A person who just proved who they are is signed in. False: the user is not active any more, nothing happened.
bool start_session(site_state& site, const visit& by, const new_session& of, response& out);

// The same person goes on with a new session, which is as fresh as the old one.
void renew_session(site_state& site, const session& now, response& out);

void end_session(site_state& site, const session& now, response& out);

// True for five minutes after the person proved who they are: what changes the ways in asks for that.
bool is_fresh(const site_state& site, wall_time proven);
bool is_fresh(const site_state& site, const session& now);

}  // namespace host
