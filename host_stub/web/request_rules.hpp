#pragma once

#include "web/http_message.hpp"

#include <optional>

namespace host {

// What this host takes of HTTP/1.1 is narrower than what parsers forgive: whatever two programs could read in two ways
// is refused. A fault is the status that says so; 0: there is none.

constexpr std::size_t max_target = 8 * 1024;
constexpr std::size_t max_header_fields = 8 * 1024;
constexpr std::size_t max_body = 64 * 1024;

// Of the bytes up to the empty line, or of what has come of them: their sizes, control characters, folded lines.
unsigned fault_of_head(std::string_view head);

// Of headers that were read: one Host, and one way to say where the body ends.
unsigned fault_of_fields(const fields& headers, bool http_1_0);

// "/path?query", also of "http://anybody/path?query". Nothing, if a target is neither or has what no URL has.
std::optional<std::string> origin_form(std::string_view target);

}  // namespace host
