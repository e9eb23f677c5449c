#include "utf8.hpp"

#include <array>

namespace host {

std::optional<char32_t> take_character(std::string_view& text) {
    const auto first = static_cast<unsigned char>(text.front());
    const std::size_t size = first < 0x80 ? 1 : first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
    constexpr std::array<char32_t, 5> smallest{0, 0, 0x80, 0x800, 0x10000};
    char32_t out = size == 1 ? first : first & (0x7Fu >> size);
    for (std::size_t i = 1; i < size; ++i) {
        const auto next = i < text.size() ? static_cast<unsigned char>(text[i]) : 0u;
        if ((next & 0xC0) != 0x80) return text.remove_prefix(1), std::nullopt;
        out = out << 6 | (next & 0x3F);
    }
    const bool begins_none = (first & 0xC0) == 0x80 || first >= 0xF8, surrogate = out >= 0xD800 && out < 0xE000;
    if (begins_none || surrogate || out < smallest[size] || out > 0x10FFFF) return text.remove_prefix(1), std::nullopt;
    text.remove_prefix(size);
    return out;
}

bool is_utf8(std::string_view text) {
    while (!text.empty())
        if (!take_character(text)) return false;
    return true;
}

}  // namespace host
