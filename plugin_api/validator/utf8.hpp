#pragma once

#include <string_view>

namespace validator {

// RFC 3629: nothing overlong, no surrogates, nothing beyond U+10FFFF.
bool is_utf8(std::string_view text);

}  // namespace validator
