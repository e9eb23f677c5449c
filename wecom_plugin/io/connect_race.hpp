#pragma once

#include "core/address.hpp"
#include "io/ambient.hpp"
#include "io/awaitable.hpp"

#include <boost/asio/ip/tcp.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace wecom {

// Who runs, and from where.
struct race_course {
    address_list addresses;  // in this order
    std::uint16_t port = 0;
    std::string bind{};  // an address of this machine; empty: any
};

struct race_outcome {
    std::optional<io_socket> socket{};
    std::string winner{};  // its address
    // Who gave up, why, and in which order. Who was overtaken is not among them.
    std::vector<std::pair<std::string, boost::system::error_code>> losers{};
    bool late = false, cancelled = false;
};

// RFC 8305 section 5: connects to the first address that answers. The next one starts when one gives up, or when none
// has answered for 250 ms; each has two seconds. Without a winner all have lost, or it is late or cancelled.
awaitable<race_outcome> connect_first(race_course course, time_point deadline);

}  // namespace wecom
