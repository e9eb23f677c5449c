#include "api/json_text.hpp"

#include <boost/json/serialize.hpp>

#include <array>
#include <cstdint>

namespace host {
namespace {

namespace json = boost::json;

constexpr char32_t replacement = 0xFFFD;

// Takes the character at the front of text away, which is not empty.
char32_t take_character(std::string_view& text) {
    const auto first = static_cast<unsigned char>(text.front());
    const std::size_t size = first < 0x80 ? 1 : first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
    constexpr std::array<char32_t, 5> smallest{0, 0, 0x80, 0x800, 0x10000};
    char32_t out = size == 1 ? first : first & (0x7Fu >> size);
    for (std::size_t i = 1; i < size; ++i) {
        const auto next = i < text.size() ? static_cast<unsigned char>(text[i]) : 0u;
        if ((next & 0xC0) != 0x80) return text.remove_prefix(1), replacement;
        out = out << 6 | (next & 0x3F);
    }
    const bool lone = (first & 0xC0) == 0x80, surrogate = out >= 0xD800 && out < 0xE000;
    if (lone || surrogate || out < smallest[size] || out > 0x10FFFF) return text.remove_prefix(1), replacement;
    text.remove_prefix(size);
    return out;
}

void append_unit(std::string& to, std::uint32_t unit) {
    constexpr std::string_view digits = "0123456789abcdef";
    to += "\\u";
    for (int shift = 12; shift >= 0; shift -= 4)
        to += digits[unit >> shift & 15];
}

void append_character(std::string& to, char32_t c) {
    constexpr std::string_view named = "\"\\\n\r\t\b\f", names = "\"\\nrtbf";
    if (const auto at = c < 0x80 ? named.find(static_cast<char>(c)) : named.npos; at != named.npos)
        to.append(1, '\\').append(1, names[at]);
    else if (c >= 0x20 && c < 0x7F)
        to += static_cast<char>(c);
    else if (c < 0x10000)
        append_unit(to, c);
    else {
        append_unit(to, 0xD800 + ((c - 0x10000) >> 10));
        append_unit(to, 0xDC00 + ((c - 0x10000) & 0x3FF));
    }
}

void append_string(std::string& to, std::string_view text) {
    to += '"';
    while (!text.empty())
        append_character(to, take_character(text));
    to += '"';
}

void append(std::string& to, const json::value& value) {
    std::string_view separator;
    if (const auto* object = value.if_object()) {
        to += '{';
        for (const auto& member : *object) {
            append_string(to.append(separator), member.key());
            append(to.append(": "), member.value());
            separator = ", ";
        }
        to += '}';
    } else if (const auto* array = value.if_array()) {
        to += '[';
        for (const auto& element : *array) {
            append(to.append(separator), element);
            separator = ", ";
        }
        to += ']';
    } else if (const auto* text = value.if_string()) {
        append_string(to, *text);
    } else {
        to += json::serialize(value);
    }
}

}  // namespace

std::string to_json_text(const json::value& value) {
    std::string out;
    append(out, value);
    return out;
}

}  // namespace host
