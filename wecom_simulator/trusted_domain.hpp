#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace simulator {

// What is wrong with an administrator's entry for a trusted domain; empty if nothing is. An entry is host[:port].
// WeCom takes no IP address at all; the simulator permits loopback, so that tests can use real sockets.
std::string objection_to_domain(std::string_view entry);

// Whether the text is an http or https URL without user information, trusted or not.
bool can_send_back_to(std::string_view redirect_uri);

// Whether the redirect_uri's host and port equal one of the entries exactly. Scheme, path and query do not matter,
// except that a scheme's default port equals no port.
bool is_trusted(const std::vector<std::string>& entries, std::string_view redirect_uri);

}  // namespace simulator
