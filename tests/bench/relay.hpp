#pragma once

#include "bench/board.hpp"

namespace bench {

// A long way to the server on one machine: every byte arrives half a round trip after it was sent, and the first ones
// of a connection a whole one later, for TCP's handshake. Counts round trips as the client sees them: one for each
// connection, and one whenever the client speaks after something was delivered to it.
[[noreturn]] void relay(int listening_socket, std::uint16_t server_port, std::chrono::milliseconds round_trip,
                        board& seen);

}  // namespace bench
