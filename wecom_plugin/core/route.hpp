#pragma once

#include "core/config.hpp"

#include <string>

namespace wecom {

// How to get to one origin. Two that are equal can share their connections.
struct route {
    web_url base;
    bool allow_private = false;
    std::optional<proxy_server> proxy{};
    address_list pins{};  // of the host that is dialled; empty: ask the name server
    std::string bind{};
    bool v4_only = false;

    // Whose address is dialled.
    const std::string& host() const { return proxy ? proxy->host : base.host; }
    const std::string& port() const { return proxy ? proxy->port : base.port; }
    std::string peer() const;  // for texts
};

route route_to(const web_url& base, const network_config& network);

// The same for equal ones, and only for them.
std::string fingerprint(const route& how);

// Those of the addresses of how.host() that may be dialled: at least one, or errc::connect.
result<address_list> permitted(const address_list& found, const route& how);

}  // namespace wecom
