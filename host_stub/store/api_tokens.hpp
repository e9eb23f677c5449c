#pragma once

#include "ambient.hpp"
#include "store/users.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace host {

class database;

// Tokens for the HTTP API: "Authorization: Token <t>". A user may have many, each ends after 8 hours, with a change of
// the password, with its binding and with the user. Only fingerprints are kept.
class api_tokens {
public:
    api_tokens(database& data, const ambient& outside) : data_{data}, outside_{outside} {}

    // Nothing, if the user is not active, or binding_id is neither empty nor a binding of the user.
    std::optional<std::string> issue(std::string_view user_id, std::string_view binding_id, wall_time now);
    std::optional<user> find(std::string_view token, wall_time now) const;  // the user as it is now, always active
    // When the person proved who they are to get this token, for what asks for a fresh proof.
    std::optional<wall_time> issued(std::string_view token) const;
    void revoke(std::string_view token);
    void forget_expired(wall_time now);

private:
    database& data_;
    ambient outside_;
};

}  // namespace host
