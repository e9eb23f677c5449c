#pragma once

#include "io/awaitable.hpp"

#include <list>

namespace wecom {

// The timers of coroutines that wait for one event. I/O thread.
class waiting_list {
public:
    // In the frame of the coroutine that waits: it leaves the list however the wait ends, also by an exception.
    class place {
    public:
        place(waiting_list& in, io_timer& wake) : in_{in}, at_{in.timers_.insert(in.timers_.end(), &wake)} {}
        ~place() { in_.timers_.erase(at_); }
        place(const place&) = delete;

    private:
        waiting_list& in_;
        std::list<io_timer*>::iterator at_;
    };

    // Who waits goes on before his timer says so.
    void wake() {
        for (auto* const timer : timers_)
            timer->cancel();
    }

private:
    std::list<io_timer*> timers_;
};

}  // namespace wecom
