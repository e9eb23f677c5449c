#pragma once

#include "ambient.hpp"
#include "event_log.hpp"
#include "providers/provider_registry.hpp"
#include "public_url.hpp"
#include "store/store.hpp"
#include "web/http_message.hpp"
#include "web/login_limit.hpp"
#include "web/metrics.hpp"
#include "web/pages/page_frame.hpp"
#include "web/security_headers.hpp"

#include <memory>

namespace host {

// What all pages of a host share. Handlers run on several threads. All that it refers to must outlive it.
struct site_state {
    site_state(public_url where, const ambient& surroundings, event_log& events, store& remembered,
               provider_registry& configured, std::shared_ptr<metrics> numbers = std::make_shared<metrics>())
        : base{std::move(where)},
          outside{surroundings},
          log{events},
          data{remembered},
          providers{configured},
          counted{std::move(numbers)},
          limits{surroundings} {}

    const public_url base;
    const ambient outside;
    event_log& log;
    store& data;
    provider_registry& providers;
    const std::shared_ptr<metrics> counted;  // the server counts there, too
    login_limits limits;
};

std::string session_cookie_name(const site_state& site);

// A short random number that connects a page with a line of the log.
std::string new_incident(const site_state& site);

response html_response(const site_state& site, unsigned status, std::string document, const page_needs& needs = {});
response file_response(const site_state& site, std::string_view media_type, std::string_view body);
response redirect(const site_state& site, std::string location);  // 303: the browser goes on with GET
void set_cookie(response& in, std::string value);

// The page for an answer that is no page: 404, 405, 400, 403.
response problem(const site_state& site, const page_frame& frame, unsigned status);

// The page for whoever tried too often.
response too_many(const site_state& site, const page_frame& frame, std::chrono::seconds wait);

// The page for a login that did not succeed: what the provider says to the person, and a number under which the log has
// the rest.
response refusal(const site_state& site, const page_frame& frame, std::string_view provider_id, const idp_error& why);

}  // namespace host
