#pragma once

#include "store/sessions.hpp"
#include "store/tenants.hpp"
#include "web/accept_language.hpp"
#include "web/form.hpp"
#include "web/pages/page_frame.hpp"
#include "web/router.hpp"

#include <functional>
#include <optional>
#include <string>

namespace host {

struct site_state;

// Who may use a page. Others are sent to the login page, or told so (403).
enum class audience { everybody, user, administrator, platform_operator };

// A request that was let through to a page.
struct visit {
    const request& from;
    const path_values& in;
    language speaks;
    tenant of;                   // of the person signed in; else the one that ?tenant=SLUG names, or the first
    std::optional<session> who;  // always there but for audience::everybody
    form fields;                 // of a POST, its CSRF token checked and removed; of a GET, the query
    page_frame frame;            // for the page that answers, language and navigation filled in
};

// Returns a response, or work that waits for somebody outside; that work may keep a copy of the visit.
using page_handler = std::function<answer(const visit&)>;

// Puts pages behind the same doors: no handler runs on the thread that serves the connections, and that of a POST may
// wait for the disk or compute a password; a POST comes from a page of this host (Origin
// or Sec-Fetch-Site, and the CSRF token of the session, or of the browser's own cookie where nobody is signed in);
// every answer is hardened. Multipart bodies are passed through with fields empty but their token checked. Whoever
// signed in with a one-time password is sent to change it, whatever the page.
class page_routes {
public:
    // state must outlive what is added to the router.
    page_routes(site_state& state, router& to) : state_{state}, to_{to} {}
    void add(std::string_view method, std::string_view pattern, audience who, page_handler handler);

    // The same doors for a page that has no path of its own.
    static answer show(site_state& state, const request& from, const path_values& in, audience who,
                       const page_handler& handler);

private:
    site_state& state_;
    router& to_;
};

}  // namespace host
