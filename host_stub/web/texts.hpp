#pragma once

#include "web/accept_language.hpp"

#include <string>
#include <string_view>

namespace host {

// Every word that a page shows and a provider did not say.
struct texts {
    std::string_view sign_in, nobody_configured, sign_in_failed, try_again, incident, signed_in, sign_out;
    std::string_view not_found, not_allowed, bad_request, forbidden, server_error;
    std::string_view provider, verdict, issuer, subject, name, email, phone, avatar, claims, flags, since;
};

const texts& texts_in(language of);

// Of an HTTP status that is not the provider's error.
std::string_view problem_text(const texts& words, unsigned status);

}  // namespace host
