#include "store/uuid.hpp"

#include <algorithm>

namespace host {
namespace {

constexpr std::string_view digits = "0123456789abcdef";

bool is_hexadecimal(std::string_view text) { return text.find_first_not_of(digits) == std::string_view::npos; }

}  // namespace

std::string to_uuid(std::string_view random_bytes) {
    std::string hex;
    for (std::size_t i = 0; i < 16; ++i) {
        auto byte = static_cast<unsigned char>(random_bytes.at(i));
        if (i == 6) byte = static_cast<unsigned char>((byte & 0x0f) | 0x40);
        if (i == 8) byte = static_cast<unsigned char>((byte & 0x3f) | 0x80);
        hex += digits[byte >> 4];
        hex += digits[byte & 0x0f];
    }
    return with_dashes(hex);
}

std::string with_dashes(std::string_view uuid) {
    std::string hex{uuid};
    std::erase(hex, '-');
    std::transform(hex.begin(), hex.end(), hex.begin(), [](char c) { return c >= 'A' && c <= 'F' ? char(c + 32) : c; });
    if (hex.size() != 32 || !is_hexadecimal(hex)) return std::string{uuid};
    for (const auto at : {8, 13, 18, 23})
        hex.insert(static_cast<std::size_t>(at), 1, '-');
    return hex;
}

}  // namespace host
