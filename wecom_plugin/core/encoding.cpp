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

constexpr auto unreserved = [] {
    std::array<bool, 256> table{};
    for (int c = 0; c < 256; ++c)
        table[static_cast<std::size_t>(c)] =
            is_alnum(static_cast<char>(c)) || c == '-' || c == '.' || c == '_' || c == '~';
    return table;
}();
bool is_unreserved(char c) { return unreserved[static_cast<unsigned char>(c)]; }

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

void append_percent_encoded(std::string& to, std::string_view value) {
    for (auto at = value.begin();; ++at) {
        const auto next = std::find_if_not(at, value.end(), is_unreserved);
        to.append(at, next);
        if (next == value.end()) return;
        at = next;
        to += '%';
        append_hex(to, static_cast<unsigned char>(*at));
    }
}

std::optional<std::string> percent_decode(std::string_view value) {
    std::string out;
    out.reserve(value.size());
    for (;;) {
        const auto escape = std::min(value.find('%'), value.size());
        out.append(value.substr(0, escape));
        value.remove_prefix(escape);
        if (value.empty()) return out;
        const int high = value.size() >= 3 ? hex_value(value[1]) : -1;
        const int low = high >= 0 ? hex_value(value[2]) : -1;
        if (low < 0) return std::nullopt;
        out += static_cast<char>(high * 16 + low);
        value.remove_prefix(3);
    }
}

std::optional<std::string> form_decode(std::string_view value) {
    if (value.find('+') == value.npos) return percent_decode(value);
    std::string text{value};
    std::replace(text.begin(), text.end(), '+', ' ');
    return percent_decode(text);
}

std::string base64url_encode(std::string_view bytes) {
    std::string out;
    out.reserve((bytes.size() + 2) / 3 * 4);  // what base64_encode appends needs no copy: it may be a secret
    out.resize((bytes.size() * 4 + 2) / 3);
    auto* to = out.data();
    const auto* from = reinterpret_cast<const unsigned char*>(bytes.data());
    const auto* const end = from + bytes.size();
    for (; end - from >= 3; from += 3, to += 4) {
        to[0] = base64url_alphabet[from[0] >> 2];
        to[1] = base64url_alphabet[(from[0] & 3) << 4 | from[1] >> 4];
        to[2] = base64url_alphabet[(from[1] & 15) << 2 | from[2] >> 6];
        to[3] = base64url_alphabet[from[2] & 63];
    }
    if (from == end) return out;
    const unsigned second = end - from == 2 ? from[1] : 0;
    to[0] = base64url_alphabet[from[0] >> 2];
    to[1] = base64url_alphabet[(from[0] & 3) << 4 | second >> 4];
    if (end - from == 2) to[2] = base64url_alphabet[(second & 15) << 2];
    return out;
}

std::string base64_encode(std::string_view bytes) {
    auto out = base64url_encode(bytes);
    std::replace(out.begin(), out.end(), '-', '+');
    std::replace(out.begin(), out.end(), '_', '/');
    out.append((4 - out.size() % 4) % 4, '=');
    return out;
}

std::optional<std::string> base64url_decode(std::string_view text) {
    if (text.size() % 4 == 1) return std::nullopt;
    // A value that is no digit is negative, and stays so whatever is added to it by `or`.
    const auto value = [&](std::size_t i) {
        return i < text.size() ? int{base64url_values[static_cast<unsigned char>(text[i])]} : 0;
    };
    std::string out((text.size() + 3) / 4 * 3, '\0');
    auto* to = out.data();
    int bits = 0;
    for (std::size_t at = 0; at < text.size(); at += 4, to += 3) {
        const int a = value(at), b = value(at + 1), c = value(at + 2), d = value(at + 3);
        if ((a | b | c | d) < 0) return std::nullopt;
        bits = a << 18 | b << 12 | c << 6 | d;
        to[0] = static_cast<char>(bits >> 16);
        to[1] = static_cast<char>(bits >> 8);
        to[2] = static_cast<char>(bits);
    }
    const auto size = text.size() * 3 / 4;
    const int spare_bits = text.size() % 4 == 2 ? 0xFFFF : text.size() % 4 == 3 ? 0xFF : 0;
    if (bits & spare_bits) return std::nullopt;
    out.resize(size);
    return out;
}

std::string base62_encode(std::string_view bytes32) {
    std::array<std::uint32_t, 8> limbs{};
    for (std::size_t i = 0; i < 32 && i < bytes32.size(); ++i)
        limbs[i / 4] = limbs[i / 4] << 8 | static_cast<unsigned char>(bytes32[i]);
    // Five digits at a time, the last ones first.
    constexpr std::uint64_t five_digits = 62ull * 62 * 62 * 62 * 62;
    std::string out(45, '0');
    for (auto digit = out.rbegin(); digit != out.rend();) {
        std::uint64_t rest = 0;
        for (auto& limb : limbs) {
            rest = rest << 32 | limb;
            limb = static_cast<std::uint32_t>(rest / five_digits);
            rest %= five_digits;
        }
        for (int i = 0; i < 5; ++i, rest /= 62)
            *digit++ = base62_alphabet[rest % 62];
    }
    return out.substr(2);
}

bool is_utf8(std::string_view text) {
    for (;;) {
        const auto ascii = [](char c) { return static_cast<unsigned char>(c) < 0x80; };
        text.remove_prefix(static_cast<std::size_t>(std::find_if_not(text.begin(), text.end(), ascii) - text.begin()));
        if (text.empty()) return true;
        const auto length = utf8_length(text);
        if (length == 0) return false;
        text.remove_prefix(length);
    }
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
