#pragma once

#include "web/accept_language.hpp"

#include <string>
#include <string_view>

namespace host {

// What the host says where no page has words of its own.
struct texts {
    std::string_view sign_in_failed;
    std::string_view not_found, not_allowed, bad_request, forbidden, server_error;
};

const texts& texts_in(language of);

// Of an HTTP status that is not the provider's error.
std::string_view problem_text(const texts& words, unsigned status);

}  // namespace host
