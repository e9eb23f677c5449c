#pragma once

#include <string>

namespace wecom {

// False for an address of the inside: private, loopback, link-local, carrier-grade NAT, multicast, documentation, and
// all that embed such an IPv4 address. False for what is no address.
bool is_public_address(const std::string& address);

}  // namespace wecom
