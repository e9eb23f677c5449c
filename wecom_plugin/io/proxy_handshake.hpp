#pragma once

#include "core/proxy.hpp"
#include "io/ambient.hpp"
#include "io/awaitable.hpp"

#include <boost/asio/ip/tcp.hpp>

namespace wecom {

// Has a proxy open the way to the target, over a socket that leads to the proxy: gives it back, and what is said on it
// from then on is between us and the target. proxy and target outlive the call.
awaitable<result<io_socket>> open_way(io_socket to_proxy, const proxy_server& proxy, const web_url& target,
                                      time_point deadline);

}  // namespace wecom
