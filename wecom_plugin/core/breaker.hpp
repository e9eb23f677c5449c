#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>

namespace wecom {

// Decides whether a server is worth asking. Opens when at least 20 requests ended within 10 s and half of them got no
// answer; then one request in 5 s may try, until one is answered. Pure, with the time as an argument.
class breaker {
public:
    using time_point = std::chrono::steady_clock::time_point;

    // How long to wait before asking again; nothing if the request may be sent.
    std::optional<std::chrono::milliseconds> refuse(time_point now);

    // How a request ended.
    void record(bool answered, time_point now);

private:
    struct second {
        std::int64_t at = -1;
        std::uint32_t ended = 0, unanswered = 0;
    };
    bool is_down(std::int64_t at) const;

    std::array<second, 10> window_{};
    std::optional<time_point> next_try_;  // while it is open
    bool tried_ = false;                  // since it opened: answers to what was asked before prove nothing
};

}  // namespace wecom
