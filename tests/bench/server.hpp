#pragma once

#include "bench/board.hpp"
#include "validator/network/certificates.hpp"

namespace bench {

// A listening socket on a free port of 127.0.0.1.
struct listener {
    int socket;
    std::uint16_t port;
};
listener listen_on_loopback(int backlog);

// WeCom's API as a small fast server: TLS 1.3, HTTP/1.1 with keep-alive, one thread, no fault and no delay. Everybody
// is the same member. It writes on the board; after held_calls has changed it must be told by a byte on `bell`, an
// eventfd.
[[noreturn]] void serve(int listening_socket, int bell, board& seen, const credentials& who);

}  // namespace bench
