#pragma once

#include "core/error.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace wecom {

// What WeCom sends back with the browser. Absent and empty are the same, except for `code` of a refusal.
struct callback_query {
    std::string code, state, appid;
};

// Strict: errc::malformed if one of our parameters comes twice, is too long, has a character it cannot have, or if
// anything in the query is not form-urlencoded. Parameters of others are passed over.
result<callback_query> parse_callback_query(std::string_view query);

}  // namespace wecom
