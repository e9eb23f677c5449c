#pragma once

#include <string>
#include <string_view>

namespace host {

// 16 random bytes as a UUID of version 4: 8-4-4-4-12 lower-case hexadecimal digits.
std::string to_uuid(std::string_view random_bytes);

// A UUID as it is stored, from one with or without dashes, in letters of either case. Other text stays as it is.
std::string with_dashes(std::string_view uuid);

}  // namespace host
