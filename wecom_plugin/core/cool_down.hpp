#pragma once

#include "core/wecom_errcode.hpp"

#include <array>
#include <chrono>
#include <optional>

namespace wecom {

// The APIs that an app must leave alone for a while. WeCom limits each of them separately.
class cool_down {
public:
    using time_point = std::chrono::steady_clock::time_point;

    // Why this API is not to be called now, with the time to wait; nothing if it may be.
    std::optional<error> refuse(api_call which, time_point now) const;

    // Remembers a failed call if the next ones are useless too: a limit of calls for as long as WeCom says, a token
    // that this API refuses for a minute.
    void note(api_call which, const error& why, time_point now);

private:
    struct pause {
        error why;
        time_point until;
    };
    std::array<std::optional<pause>, 4> pauses_;  // by api_call
};

}  // namespace wecom
