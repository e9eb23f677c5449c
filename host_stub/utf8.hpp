#pragma once

#include <optional>
#include <string_view>

namespace host {

// Takes the character at the front of text away, which is not empty. Nothing: one byte was taken, which is no part of
// UTF-8.
std::optional<char32_t> take_character(std::string_view& text);

bool is_utf8(std::string_view text);

}  // namespace host
