#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace host {

using form = std::map<std::string, std::string, std::less<>>;

// An urlencoded query or body, decoded. Nothing, if it is malformed, is no UTF-8, or has a name twice: of two values
// somebody else might read the other one.
std::optional<form> parse_form(std::string_view urlencoded);

// The value, or empty.
std::string_view value_of(const form& from, std::string_view name);

// Makes a value safe as part of a query.
std::string encode_value(std::string_view value);

}  // namespace host
