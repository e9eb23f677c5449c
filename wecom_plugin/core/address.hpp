#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace wecom {

// IP addresses as text, in the notation of RFC 4291; an IPv6 address may have a scope ("fe80::1%eth0").
using address_list = std::vector<std::string>;

bool is_address(const std::string& text);
bool is_v6_address(const std::string& address);

// False for an address of the inside: private, loopback, link-local, carrier-grade NAT, multicast, documentation, and
// all that embed such an IPv4 address. False for what is no address.
bool is_public_address(const std::string& address);

// All addresses that begin with the same bits.
struct address_range {
    std::vector<std::uint8_t> prefix;  // 4 or 16 bytes
    int bits = 0;

    bool contains(const std::string& address) const;
};

// "10.0.0.0/8", "fd00::/8", or one address.
std::optional<address_range> parse_address_range(const std::string& text);

}  // namespace wecom
