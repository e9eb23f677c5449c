#pragma once

#include "core/error.hpp"

#include <boost/json/monotonic_resource.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <string_view>

namespace wecom {

// Foreign JSON: RFC 8259 with valid UTF-8, and further refused: duplicate keys (two readers would see two identities),
// NUL in a string, -0 (an integer to one reader, none to another), more than 16 levels, strings over 64 KiB, more
// values than `most_values`.
// errc::json says where reading stopped, never what stood there. The value is made in `storage`, which outlives it.
constexpr std::size_t usually_most_values = 4096;
result<boost::json::value> parse_strict_json(std::string_view text, boost::json::storage_ptr storage = {},
                                             std::size_t most_values = usually_most_values);

// The same, and it must be an object: what WeCom answers and what a configuration is.
result<boost::json::object> parse_strict_object(std::string_view text, boost::json::storage_ptr storage = {},
                                                std::size_t most_values = usually_most_values);

// Storage for the few values of an answer: on the stack, and in pieces from the heap if they are many.
class json_room {
public:
    operator boost::json::storage_ptr() { return &values_; }

private:
    unsigned char first_[2048];
    boost::json::monotonic_resource values_{first_};
};

}  // namespace wecom
