#include "json_text.hpp"

#include <cstdint>

namespace simulator {

namespace {

void append_escape(std::string& out, std::uint32_t unit) {
    static constexpr char hex[] = "0123456789abcdef";
    out += "\\u";
    for (int shift = 12; shift >= 0; shift -= 4)
        out += hex[unit >> shift & 0xF];
}

}  // namespace

// Boost.JSON serializes valid UTF-8 only, so no malformed sequence can come in.
std::string escape_non_ascii(std::string_view serialized) {
    std::string out;
    for (std::size_t i = 0; i < serialized.size();) {
        auto lead = static_cast<unsigned char>(serialized[i]);
        if (lead < 0x80) {
            out += serialized[i++];
            continue;
        }
        std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
        std::uint32_t code_point = lead & (0xFFu >> (length + 1));
        for (std::size_t k = 1; k < length; ++k)
            code_point = code_point << 6 | (static_cast<unsigned char>(serialized[i + k]) & 0x3Fu);
        i += length;
        if (code_point >= 0x10000) {
            append_escape(out, 0xD800 + ((code_point - 0x10000) >> 10));
            append_escape(out, 0xDC00 + ((code_point - 0x10000) & 0x3FF));
        } else {
            append_escape(out, code_point);
        }
    }
    return out;
}

}  // namespace simulator
