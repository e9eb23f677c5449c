#include "arguments.hpp"

#include "validator/utf8.hpp"

namespace chaos {
bool consists_of(std::string_view text, std::string_view allowed) {
    return text.find_first_not_of(allowed) == text.npos;
}

void check_bytes(const idp_str& text, std::size_t most) {
    if (!text.ptr && text.len) idp::refuse("argument", "a string has a length and a null pointer");
    if (text.len > most) idp::refuse("too_long", "a string is longer than its limit");
}

void check_text(const idp_str& text, std::size_t most) {
    check_bytes(text, most);
    if (!validator::is_utf8(idp::view(text))) idp::refuse("utf8", "a string is not UTF-8");
}

void check_list(const idp_list& list, std::uint32_t most) {
    if (list.count > most) idp::refuse("too_long", "a list has more elements than its limit");
    if (list.count && !list.items) idp::refuse("argument", "a list has elements and a null pointer");
    if (list.count && list.stride < sizeof(idp_str)) idp::refuse("struct_size", "the stride of a list is too small");
}

}  // namespace chaos
