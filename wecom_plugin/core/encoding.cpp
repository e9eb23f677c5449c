#include "core/encoding.hpp"

#include "core/ascii.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

namespace wecom {
namespace {

constexpr std::string_view base64url_alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr std::string_view base62_alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
constexpr std::string_view hex_digits = "0123456789ABCDEF";

constexpr bool is_unreserved(char c) { return is_alnum(c) || c == '-' || c == '.' || c == '_' || c == '~'; }

constexpr auto base64url_values = [] {
    std::array<std::int8_t, 256> values{};
    values.fill(-1);
    for (std::size_t i = 0; i < base64url_alphabet.size(); ++i)
        values[static_cast<unsigned char>(base64url_alphabet[i])] = static_cast<std::int8_t>(i);
    return values;
}();

int hex_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    return -1;
}

void append_hex(std::string& to, unsigned char byte) {
    to += hex_digits[byte >> 4];
    to += hex_digits[byte & 15];
}

// Length of the well-formed UTF-8 character at the beginning of text, 0 if there is none.
std::size_t utf8_length(std::string_view text) {
    const auto byte = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u; };
    const auto follows = [&](std::size_t i, unsigned low = 0x80, unsigned high = 0xBF) {
        return byte(i) >= low && byte(i) <= high;
    };
    const unsigned lead = byte(0);
    if (text.empty()) return 0;
    if (lead < 0x80) return 1;
    if (lead >= 0xC2 && lead <= 0xDF) return follows(1) ? 2 : 0;
    if (lead >= 0xE0 && lead <= 0xEF)
        return follows(1, lead == 0xE0 ? 0xA0 : 0x80, lead == 0xED ? 0x9F : 0xBF) && follows(2) ? 3 : 0;
    if (lead >= 0xF0 && lead <= 0xF4)
        return follows(1, lead == 0xF0 ? 0x90 : 0x80, lead == 0xF4 ? 0x8F : 0xBF) && follows(2) && follows(3) ? 4 : 0;
    return 0;
}

// Characters that would forge or disturb a line of a log: C0, DEL, C1, line and paragraph separators, bidirectional
// controls.
bool disturbs_a_line(std::string_view character) {
    if (character.size() == 1) return static_cast<unsigned char>(character[0]) < 0x20 || character[0] == 0x7F;
    if (character.size() == 2)
        return character == "\xD8\x9C" || (character[0] == '\xC2' && static_cast<unsigned char>(character[1]) < 0xA0);
    if (character.substr(0, 2) == "\xE2\x80") {
        const auto last = static_cast<unsigned char>(character[2]);
        return last == 0x8E || last == 0x8F || (last >= 0xA8 && last <= 0xAE);
    }
    return character.substr(0, 2) == "\xE2\x81" && static_cast<unsigned char>(character[2]) >= 0xA6 &&
           static_cast<unsigned char>(character[2]) <= 0xA9;
}

// Replaces runs of 32 and more characters that a token, code or secret could consist of. WeCom's hints have 25.
std::string mask_opaque_words(std::string_view text) {
    constexpr std::size_t shortest_secret = 32;
    const auto opaque = [](char c) { return is_alnum(c) || c == '-' || c == '_'; };
    std::string out;
    while (!text.empty()) {
        const auto end = std::find_if_not(text.begin(), text.end(), opaque);
        const auto run = static_cast<std::size_t>(end - text.begin());
        out += run >= shortest_secret ? std::string_view{"[...]"} : text.substr(0, run);
        text.remove_prefix(run);
        if (!text.empty()) {
            out += text.front();
            text.remove_prefix(1);
        }
    }
    return out;
}

}  // namespace

std::string percent_encode(std::string_view value) {
    std::string out;
    out.reserve(value.size() * 3 / 2);
    for (const char c : value) {
        if (is_unreserved(c)) {
            out += c;
        } else {
            out += '%';
            append_hex(out, static_cast<unsigned char>(c));
        }
    }
    return out;
}

std::optional<std::string> form_decode(std::string_view value) {
    std::string out;
    out.reserve(value.size());
    for (std::size_t i = 0; i < value.size(); ++i) {
        if (value[i] != '%') {
            out += value[i] == '+' ? ' ' : value[i];
            continue;
        }
        const int high = i + 2 < value.size() ? hex_value(value[i + 1]) : -1;
        const int low = high >= 0 ? hex_value(value[i + 2]) : -1;
        if (low < 0) return std::nullopt;
        out += static_cast<char>(high * 16 + low);
        i += 2;
    }
    return out;
}

std::string base64url_encode(std::string_view bytes) {
    std::string out;
    out.reserve((bytes.size() * 4 + 2) / 3);
    std::uint32_t bits = 0;
    int count = 0;
    for (const char c : bytes) {
        bits = bits << 8 | static_cast<unsigned char>(c);
        for (count += 8; count >= 6; count -= 6)
            out += base64url_alphabet[bits >> (count - 6) & 63];
    }
    if (count > 0) out += base64url_alphabet[bits << (6 - count) & 63];
    return out;
}

std::optional<std::string> base64url_decode(std::string_view text) {
    if (text.size() % 4 == 1) return std::nullopt;
    std::string out;
    out.reserve(text.size() * 3 / 4);
    std::uint32_t bits = 0;
    int count = 0;
    for (const char c : text) {
        const int value = base64url_values[static_cast<unsigned char>(c)];
        if (value < 0) return std::nullopt;
        bits = bits << 6 | static_cast<std::uint32_t>(value);
        count += 6;
        if (count >= 8) {
            count -= 8;
            out += static_cast<char>(bits >> count & 0xFF);
        }
    }
    if (bits & ((1u << count) - 1)) return std::nullopt;
    return out;
}

std::string base62_encode(std::string_view bytes32) {
    std::array<std::uint32_t, 8> limbs{};
    for (std::size_t i = 0; i < 32 && i < bytes32.size(); ++i)
        limbs[i / 4] = limbs[i / 4] << 8 | static_cast<unsigned char>(bytes32[i]);
    std::string out(43, '0');
    for (auto digit = out.rbegin(); digit != out.rend(); ++digit) {
        std::uint64_t rest = 0;
        for (auto& limb : limbs) {
            rest = rest << 32 | limb;
            limb = static_cast<std::uint32_t>(rest / 62);
            rest %= 62;
        }
        *digit = base62_alphabet[rest];
    }
    return out;
}

bool is_utf8(std::string_view text) {
    while (!text.empty()) {
        const auto length = utf8_length(text);
        if (length == 0) return false;
        text.remove_prefix(length);
    }
    return true;
}

std::string printable(std::string_view foreign_text, std::size_t limit) {
    const auto masked = mask_opaque_words(foreign_text.substr(0, 16 * limit));
    std::string_view rest = masked;
    std::string out;
    while (!rest.empty()) {
        const auto length = std::max<std::size_t>(utf8_length(rest), 1);
        const auto character = rest.substr(0, length);
        rest.remove_prefix(length);
        std::string shown{character};
        if (utf8_length(character) == 0 || disturbs_a_line(character)) {
            shown.clear();
            for (const char c : character)
                append_hex(shown += "\\x", static_cast<unsigned char>(c));
        }
        if (out.size() + shown.size() > limit) break;
        out += shown;
    }
    return out;
}

std::string ascii_lower(std::string_view text) {
    std::string out{text};
    for (char& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return out;
}

}  // namespace wecom
