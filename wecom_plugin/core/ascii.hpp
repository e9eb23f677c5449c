#pragma once

namespace wecom {

// Of ASCII alone, whatever the locale of the host.
constexpr bool is_alnum(char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }

constexpr bool is_visible_ascii(char c) { return c > 0x20 && c < 0x7F; }

}  // namespace wecom
