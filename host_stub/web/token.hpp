#pragma once

#include <string>
#include <string_view>

namespace host {

// bytes in base64url without padding: 32 random bytes make a token of 43 characters.
std::string to_token(std::string_view bytes);

// SHA-256, for places that must recognise a token and must not hold it.
std::string fingerprint(std::string_view token);

// Takes the same time whatever the difference.
bool same_token(std::string_view a, std::string_view b);

}  // namespace host
