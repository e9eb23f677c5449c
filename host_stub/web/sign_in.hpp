#pragma once

#include "web/site_state.hpp"

namespace host {

// The two requests of a login: the one that sends the browser to the provider, and the one with which it comes back.
class sign_in {
public:
    explicit sign_in(site_state& site) : site_{site} {}

    // GET .../login[?mode=&next=]
    answer begin(const request& from, configured_provider& with);

    // GET .../callback?...
    answer finish(const request& from, configured_provider& with);

    // POST .../callback: the same with the body as query, by a detour, because a POST from elsewhere brings no Lax
    // cookie.
    answer repeat_as_get(const request& from, configured_provider& with);

private:
    response start(const visitor& who, const request& from, const configured_provider& with, const login_start& login);
    response restart(const visitor& who, const request& from, const configured_provider& with, std::string_view next);
    response resolve(const visitor& who, const request& from, configured_provider& with, const grant& granted,
                     const std::string& transaction);
    response welcome(const visitor& who, const configured_provider& with, const grant& granted, account resolved);

    site_state& site_;
};

}  // namespace host
