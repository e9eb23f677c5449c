#pragma once

#include "io/ambient.hpp"
#include "io/awaitable.hpp"

#include <functional>
#include <memory>

namespace wecom {

// Rings once, at or after the time it is set to. Setting and clearing it are cheap: the timer below is only touched to
// ring earlier than it would, and otherwise may wake up in vain. Lives and is used on the I/O thread; silent once
// destroyed.
class alarm_clock {
public:
    alarm_clock(io_executor executor, std::function<void()> ring);
    ~alarm_clock();
    alarm_clock(const alarm_clock&) = delete;

    void set(time_point when);
    void clear();

private:
    struct state;
    std::shared_ptr<state> state_;
};

}  // namespace wecom
