#pragma once

#include "providers/provider_registry.hpp"
#include "store/bindings.hpp"
#include "web/page_routes.hpp"
#include "web/phrase.hpp"

namespace host {

// Who of the callers has asked for a fresh proof already may bind and unbind: both are in the audit afterwards.
bind_result bind_account(site_state& site, const user& who, const live_provider& of, const account& said,
                         std::string_view address);
unbind_result unbind_account(site_state& site, const user& who, std::string_view binding_id, std::string_view address);

inline bool is_bound(bind_result result) {
    return result == bind_result::bound || result == bind_result::already_yours;
}

// Why nothing was bound: as text, and as a page.
const phrase& why_not_bound(bind_result result);
response binding_problem(const site_state& site, const page_frame& frame, bind_result why);

// Keeps an account that nobody has for whoever signs in now, and sends the browser to the page that asks.
response ask_who_it_is(site_state& site, const visit& by, const provider_handle& from, const account& said,
                       const std::string& next);

// The page that asks: bind to a user by signing in as it, or as the one who is signed in already.
class account_binding {
public:
    explicit account_binding(site_state& site) : site_{site} {}
    void add_to(page_routes& pages);

private:
    response show(const visit& by) const;     // GET /bind
    response submit(const visit& by) const;   // POST /bind
    response decline(const visit& by) const;  // POST /bind/cancel

    response page(const visit& by, const struct pending_account& waiting, const provider_handle& from,
                  std::string_view problem) const;
    response take(const visit& by, const provider_handle& from, const user& who, const std::string& next) const;

    site_state& site_;
};

}  // namespace host
