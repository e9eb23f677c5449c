#pragma once

#include "web/callback.hpp"
#include "web/page_routes.hpp"

namespace host {

// The two requests of a login through a provider: the one that sends the browser there, and the one with which it
// comes back.
class sign_in {
public:
    explicit sign_in(site_state& site) : site_{site} {}
    void add_to(page_routes& pages, router& plain);

    // Sends the signed-in person to the provider, to bind the account that comes back.
    response begin_to_bind(const visit& by, const provider_handle& with, std::string_view next);

private:
    struct wish {
        std::string next;
        std::string_view mode{};
        bool to_bind = false, restarted = false;
    };

    response begin(const visit& by);          // GET .../login[?mode=&next=]
    answer finish(const visit& by);           // GET .../callback?...
    answer repeat_as_get(const request& by);  // POST .../callback: a POST from elsewhere brings no Lax cookie

    provider_handle provider_at(const path_values& in) const;  // null: there is none that works
    response start(const visit& by, const provider_handle& with, const wish& what);
    response restart(const visit& by, const provider_handle& with, const wish& what);
    response resolve(const visit& by, const provider_handle& with, const accepted_callback& accepted);
    response end(const visit& by, const provider_handle& with, const accepted_callback& accepted,
                 callback_outcome what);
    response welcome(const visit& by, const provider_handle& with, const known_user& who, const std::string& next);
    response bind(const visit& by, const provider_handle& with, const account& said, const std::string& next);

    site_state& site_;
};

// Where the request of a browser came from, also through a proxy on this machine.
std::string browser_address(const request& from);

}  // namespace host
