#pragma once

#include "ambient.hpp"
#include "event_log.hpp"
#include "providers/configured_provider.hpp"
#include "public_url.hpp"
#include "web/accept_language.hpp"
#include "web/cookie.hpp"
#include "web/http_message.hpp"
#include "web/metrics.hpp"
#include "web/session_store.hpp"

#include <memory>

namespace host {

// What all pages of a host share. Handlers run on several threads; the list of providers never changes.
struct site_state {
    const public_url base;
    const ambient outside;
    event_log& log;
    std::vector<std::unique_ptr<configured_provider>> providers;
    session_store sessions;
    const std::shared_ptr<metrics> counted = std::make_shared<metrics>();  // the server counts there, too
};

// Who sent a request, as far as its headers tell.
struct visitor {
    language speaks = language::english;
    std::vector<cookie> cookies;
    std::string session_id;            // empty: the browser brought none
    std::optional<session> signed_in;  // empty: not signed in
};

visitor visitor_of(const site_state& site, const request& from);
std::string session_cookie_name(const site_state& site);

// The page for an answer that is no page: 404, 405, 400, 403.
response problem(const site_state& site, language in, unsigned status);

// The page for a login that did not succeed: what the provider says to the person, and a number under which the log has
// the rest.
response refusal(site_state& site, language in, const configured_provider& by, const idp_error& why);

// A short random number that connects a page with a line of the log.
std::string new_incident(const site_state& site);

response html_response(const site_state& site, unsigned status, std::string document);
response redirect(const site_state& site, std::string location);  // 303: the browser goes on with GET

}  // namespace host
