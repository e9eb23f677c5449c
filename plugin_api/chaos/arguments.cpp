#include "arguments.hpp"

namespace chaos {
namespace {

// The size of the character in front; 0: there is none.
std::size_t character_size(std::string_view text) {
    const auto lead = static_cast<unsigned char>(text.front());
    const std::size_t size = lead < 0x80   ? 1
                             : lead < 0xC2 ? 0
                             : lead < 0xE0 ? 2
                             : lead < 0xF0 ? 3
                             : lead < 0xF5 ? 4
                                           : 0;
    return size <= text.size() ? size : 0;
}

}  // namespace

bool is_utf8(std::string_view text) {
    while (!text.empty()) {
        const auto size = character_size(text);
        if (size == 0) return false;
        std::uint32_t character = static_cast<unsigned char>(text.front()) & (size == 1 ? 0x7Fu : 0x7Fu >> size);
        for (const unsigned char next : text.substr(1, size - 1)) {
            if ((next & 0xC0) != 0x80) return false;
            character = character << 6 | (next & 0x3Fu);
        }
        constexpr std::uint32_t least[]{0, 0, 0x80, 0x800, 0x10000};
        const bool is_surrogate = character >= 0xD800 && character < 0xE000;
        if (character < least[size] || character > 0x10FFFF || is_surrogate) return false;
        text.remove_prefix(size);
    }
    return true;
}

bool consists_of(std::string_view text, std::string_view allowed) {
    return text.find_first_not_of(allowed) == text.npos;
}

void check_bytes(const idp_str& text, std::size_t most) {
    if (!text.ptr && text.len) idp::refuse("argument", "a string has a length and a null pointer");
    if (text.len > most) idp::refuse("too_long", "a string is longer than its limit");
}

void check_text(const idp_str& text, std::size_t most) {
    check_bytes(text, most);
    if (!is_utf8(idp::view(text))) idp::refuse("utf8", "a string is not UTF-8");
}

void check_list(const idp_list& list, std::uint32_t most) {
    if (list.count > most) idp::refuse("too_long", "a list has more elements than its limit");
    if (list.count && !list.items) idp::refuse("argument", "a list has elements and a null pointer");
    if (list.count && list.stride < sizeof(idp_str)) idp::refuse("struct_size", "the stride of a list is too small");
}

}  // namespace chaos
