#pragma once

#include <boost/json/value.hpp>

#include <string>

namespace host {

// JSON as ArkID writes it, to the byte: a blank after ',' and ':', nothing but ASCII, members in their order. Bytes
// that are no UTF-8 become U+FFFD.
std::string to_json_text(const boost::json::value& value);

}  // namespace host
