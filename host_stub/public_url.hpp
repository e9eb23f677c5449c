#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace host {

// Where people reach this host: scheme, host and port, without a trailing slash. All absolute URLs of the host are
// built from it and none from a Host header, which anybody can write.
struct public_url {
    std::string origin;
    bool https = false;
};

// Nothing, if text is not an http(s) origin (a path, a query, a user name make it none).
std::optional<public_url> parse_public_url(std::string_view text);

}  // namespace host
