#include "core/address.hpp"

#include "core/ascii.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <span>
#include <string_view>

namespace wecom {
namespace {

struct block {
    std::array<std::uint8_t, 16> prefix;
    int bits;
};

// IANA's special-purpose registries, as far as a server must not be lured there.
constexpr block inside_v4[] = {
    {{0}, 8},          {{10}, 8},         {{100, 64}, 10},  {{127}, 8},      {{169, 254}, 16},     {{172, 16}, 12},
    {{192, 0, 0}, 24}, {{192, 0, 2}, 24}, {{192, 168}, 16}, {{198, 18}, 15}, {{198, 51, 100}, 24}, {{203, 0, 113}, 24},
    {{224}, 3},
};
constexpr block inside_v6[] = {
    {{0xFC}, 7},        {{0xFE, 0x80}, 10}, {{0xFE, 0xC0}, 10}, {{0xFF}, 8}, {{0x20, 0x01, 0x0D, 0xB8}, 32},
    {{0x01, 0x00}, 64},
};
// Followed by an IPv4 address that decides: unspecified, loopback and v4-compatible; v4-mapped; NAT64; 6to4.
constexpr block embedding_v4[] = {
    {{}, 96},
    {{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF}, 96},
    {{0x00, 0x64, 0xFF, 0x9B}, 96},
    {{0x20, 0x02}, 16},
};

bool is_in(std::span<const std::uint8_t> address, std::span<const std::uint8_t> prefix, int bits) {
    for (int bit = 0; bit < bits; bit += 8) {
        const auto mask = static_cast<std::uint8_t>(bits - bit >= 8 ? 0xFF : 0xFF << (8 - (bits - bit)));
        const auto at = static_cast<std::size_t>(bit / 8);
        if ((address[at] & mask) != (prefix[at] & mask)) return false;
    }
    return true;
}

bool is_in(std::span<const std::uint8_t> address, const block& range) {
    return is_in(address, range.prefix, range.bits);
}

bool is_public_v4(std::span<const std::uint8_t> address) {
    return std::none_of(std::begin(inside_v4), std::end(inside_v4),
                        [&](const auto& range) { return is_in(address, range); });
}

bool is_public_v6(std::span<const std::uint8_t> address) {
    for (const auto& range : embedding_v4)
        if (is_in(address, range)) return is_public_v4(address.subspan(static_cast<std::size_t>(range.bits / 8), 4));
    return std::none_of(std::begin(inside_v6), std::end(inside_v6),
                        [&](const auto& range) { return is_in(address, range); });
}

// "%eth0", the name of a network interface.
bool may_be_in_a_scope(char c) { return is_alnum(c) || std::string_view{"%.-_"}.find(c) != std::string_view::npos; }

// 4 or 16 bytes; none for what is no address. inet_pton would stop at a NUL and sees nothing of a scope.
std::vector<std::uint8_t> bytes_of(const std::string& address) {
    const auto scope = std::min(address.find('%'), address.size());
    if (!std::all_of(address.begin() + static_cast<std::ptrdiff_t>(scope), address.end(), may_be_in_a_scope)) return {};
    std::vector<std::uint8_t> out(16);
    if (address.find('\0') != address.npos)
        out.clear();
    else if (inet_pton(AF_INET, address.c_str(), out.data()) == 1)
        out.resize(4);
    else if (inet_pton(AF_INET6, address.substr(0, scope).c_str(), out.data()) != 1)
        out.clear();
    return out;
}

}  // namespace

bool is_address(const std::string& text) { return !bytes_of(text).empty(); }

bool is_v6_address(const std::string& address) { return address.find(':') != address.npos; }

bool is_public_address(const std::string& address) {
    const auto bytes = bytes_of(address);
    return bytes.size() == 4 ? is_public_v4(bytes) : !bytes.empty() && is_public_v6(bytes);
}

std::optional<address_range> parse_address_range(const std::string& text) {
    const auto slash = std::min(text.find('/'), text.size());
    address_range out{bytes_of(text.substr(0, slash))};
    const auto widest = static_cast<int>(out.prefix.size() * 8);
    out.bits = widest;
    if (slash < text.size()) {
        const auto* const end = text.data() + text.size();
        const auto [rest, wrong] = std::from_chars(text.data() + slash + 1, end, out.bits);
        if (wrong != std::errc{} || rest != end) return std::nullopt;
    }
    if (widest == 0 || out.bits < 0 || out.bits > widest) return std::nullopt;
    return out;
}

bool address_range::contains(const std::string& address) const {
    const auto bytes = bytes_of(address);
    return bytes.size() == prefix.size() && is_in(bytes, prefix, bits);
}

}  // namespace wecom
