#pragma once

#include "store/audit.hpp"
#include "web/page_routes.hpp"

#include <string_view>

namespace host {

// What every change by an administrator has: a line in the audit, and an answer that says that it was done.

// The time, the tenant, the actor and the address are filled in where what leaves them empty.
void record(site_state& site, const visit& by, audit_entry what);

// 303 to path, which says what was done there: "saved", "enabled", "disabled", "deleted".
response done(const site_state& site, std::string_view path, std::string_view what);

// For the page that done() leads to. Other words in the query are nothing that was done.
page_frame with_done(const visit& of);

page_frame with_problem(const visit& of, std::string text);

// 303 to the page that asks for the password again and then goes on to next.
response ask_for_proof(const site_state& site, std::string_view next);

}  // namespace host
