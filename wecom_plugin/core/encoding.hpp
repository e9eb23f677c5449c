#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace wecom {

// RFC 3986: everything but unreserved characters becomes %XX. The only way a value gets into a URL.
void append_percent_encoded(std::string& to, std::string_view value);

// RFC 3986: %XX. Nothing for a malformed escape.
std::optional<std::string> percent_decode(std::string_view value);
// application/x-www-form-urlencoded: the same, and '+' is a blank.
std::optional<std::string> form_decode(std::string_view value);

// RFC 4648 section 5 without padding. Decoding is strict: nothing for any other character, length or spare bit.
std::string base64url_encode(std::string_view bytes);
std::optional<std::string> base64url_decode(std::string_view text);
// RFC 4648 section 4, with padding.
std::string base64_encode(std::string_view bytes);

// 32 bytes as 43 characters of [0-9A-Za-z], the widest alphabet that WeCom allows in `state`.
std::string base62_encode(std::string_view bytes32);

bool is_utf8(std::string_view text);

// For logs and errors: control characters, line separators and bidirectional marks escaped, long opaque words masked
// (they may be tokens), cut to at most `limit` bytes at a character.
std::string printable(std::string_view foreign_text, std::size_t limit = 256);

std::string ascii_lower(std::string_view text);

}  // namespace wecom
