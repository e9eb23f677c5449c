#pragma once

#include "core/address.hpp"

#include <chrono>
#include <map>
#include <string>

namespace wecom {

// Which addresses of a host to try, and in which order: pure, with the time as an argument.
class address_order {
public:
    using time_point = std::chrono::steady_clock::time_point;
    static constexpr std::size_t most_tried = 6;

    // At most six: the one that was good last, then the families in turn (RFC 8305 section 4), and those that failed
    // within the last 30 seconds only after all others.
    address_list arrange(const address_list& found, time_point now) const;

    void succeeded(const std::string& address);
    void failed(const std::string& address, time_point now);

private:
    std::string good_;
    std::map<std::string, time_point> penalised_;  // until when
};

}  // namespace wecom
