#pragma once

#include "core/address_order.hpp"
#include "core/route.hpp"
#include "io/resolver.hpp"

#include <boost/asio/ip/tcp.hpp>

namespace wecom {

// Opens byte streams that lead to one origin, and remembers which of its addresses are good. Lives and is used on the
// I/O thread.
class dialer {
public:
    using settings = route;

    // names outlives the dialer.
    dialer(settings where, resolver& names, const ambient& around);

    // A connected socket, on which nothing was said yet to the origin. errc::dns, connect, deadline or cancelled.
    awaitable<result<io_socket>> dial(time_point deadline);

    // Its two halves: the addresses that may be dialled, and a connection to one of them.
    awaitable<result<address_list>> find(time_point deadline);
    awaitable<result<io_socket>> connect(address_list found, time_point deadline);

private:
    awaitable<result<io_socket>> connect_peer(address_list found, time_point deadline);

    settings where_;
    resolver& names_;
    ambient around_;
    address_order order_;
};

}  // namespace wecom
