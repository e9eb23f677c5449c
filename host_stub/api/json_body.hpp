#pragma once

#include <boost/json/object.hpp>

#include <optional>
#include <string_view>

namespace host {

// The body of a request: one JSON object. Nothing, if it is anything else, has a key twice (two readers would see two
// requests), a number beyond a double or more than 16 levels.
std::optional<boost::json::object> parse_json_body(std::string_view body);

}  // namespace host
