#pragma once

#include "providers/provider_registry.hpp"
#include "web/page_routes.hpp"

namespace host {

// A one-time ticket for an account that was proven and that nobody has: who redeems it within 10 minutes, with the same
// bytes for the browser, gets the account. It is the provider's own (idp.bind-ticket/1) or, where the provider has
// none, a number under which this host keeps the account.
outcome<std::string> issue_bind_ticket(site_state& site, const live_provider& of, const account& said,
                                       std::string_view browser);
outcome<account> redeem_bind_ticket(site_state& site, const live_provider& of, std::string_view ticket,
                                    std::string_view browser);

// What waits in one browser for somebody to sign in and take it. It stays in the store; the browser has the key.
struct pending_account {
    std::string provider_id, ticket, display_name, subject, next;
};

// Tells the accounts of two tabs apart, for the form that a page shows; it opens nothing.
std::string mark_of(const pending_account& it);

std::optional<idp_error> keep_pending(site_state& site, const live_provider& of, const account& said,
                                      std::string_view next, response& out);
std::optional<pending_account> find_pending(site_state& site, const visit& by);
outcome<account> take_pending(site_state& site, const visit& by, const live_provider& of);  // once
void forget_pending(site_state& site, const visit& by, response& out);

}  // namespace host
