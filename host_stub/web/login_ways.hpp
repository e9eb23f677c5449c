#pragma once

#include "providers/provider_registry.hpp"
#include "web/page_routes.hpp"
#include "web/pages/login_page.hpp"
#include "web/security_headers.hpp"

namespace host {

// Which ways in suit a browser: a button for each login that can begin in it, a hint for each that has to begin in
// another app.
struct ways_in {
    std::vector<login_button> buttons;
    std::vector<hand_off> hand_offs;
};
ways_in ways_through(const site_state& site, const live_provider& provider, const visit& by, std::string_view next);

// What a page has to allow that leads there, by a link or by a form: browsers hold the redirects after a form against
// it.
void add_needs_of_ways(page_needs& to, const live_provider& provider, const visit& by);

// The login page, and the password that is typed there.
class login_ways {
public:
    explicit login_ways(site_state& site) : site_{site} {}
    void add_to(page_routes& pages, router& plain);

private:
    response show(const visit& by) const;    // GET /login[?tenant=&next=]
    response submit(const visit& by) const;  // POST /login
    response icon(const request& by, const path_values& in) const;
    response page(const visit& by, const tenant& of, std::string_view next, std::string_view problem) const;

    site_state& site_;
};

}  // namespace host
