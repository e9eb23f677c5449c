#include "core/address.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <span>

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

bool is_in(std::span<const std::uint8_t> address, const block& range) {
    for (int bit = 0; bit < range.bits; bit += 8) {
        const auto mask = static_cast<std::uint8_t>(range.bits - bit >= 8 ? 0xFF : 0xFF << (8 - (range.bits - bit)));
        const auto at = static_cast<std::size_t>(bit / 8);
        if ((address[at] & mask) != (range.prefix[at] & mask)) return false;
    }
    return true;
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

}  // namespace

bool is_public_address(const std::string& address) {
    std::array<std::uint8_t, 16> bytes{};
    if (inet_pton(AF_INET, address.c_str(), bytes.data()) == 1) return is_public_v4(std::span{bytes}.first(4));
    const auto without_scope = address.substr(0, address.find('%'));
    return inet_pton(AF_INET6, without_scope.c_str(), bytes.data()) == 1 && is_public_v6(bytes);
}

}  // namespace wecom
