#pragma once

#include "core/encoding.hpp"

#include <algorithm>
#include <string_view>

// What may stand in an error: one line of UTF-8, and not without end.
inline bool is_fit_for_a_log(std::string_view text, std::size_t longest = 4096) {
    return text.size() <= longest && wecom::is_utf8(text) && std::none_of(text.begin(), text.end(), [](char c) {
               return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
           });
}
