#pragma once

#include <span>
#include <string>
#include <string_view>

namespace chaos {

// UTF-8 as it may come, and hosts show badly: markup, both kinds of quotes, a changed direction, no character at all,
// forged log lines. Never a NUL, never longer than a line.
std::span<const std::string_view> hostile_texts();

// Of errors: empty, as long as their fields, in Chinese, hostile.
std::span<const std::string_view> public_texts();
std::span<const std::string_view> details();
std::span<const std::string_view> upstream_words();

// size bytes of text, made of piece and filled up with '.'.
std::string filled(std::size_t size, std::string_view piece);

}  // namespace chaos
