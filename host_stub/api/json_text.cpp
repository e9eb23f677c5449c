#include "api/json_text.hpp"

#include "utf8.hpp"

#include <boost/json/serialize.hpp>

#include <cstdint>

namespace host {
namespace {

namespace json = boost::json;

constexpr char32_t replacement = 0xFFFD;

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
        append_character(to, take_character(text).value_or(replacement));
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
