#pragma once

#include "io/alarm_clock.hpp"

#include <functional>
#include <list>
#include <optional>
#include <utility>

namespace wecom {

// Lets so many in at once. The others wait in line: first come, first served, and who can no longer make it is passed
// over. Lives and is used on the I/O thread; outlives its passes.
class turnstile {
public:
    turnstile(std::size_t places, io_executor executor, const ambient& around);
    turnstile(const turnstile&) = delete;

    // The right to be inside; leaves when it ends.
    class pass {
    public:
        explicit pass(turnstile& of) : of_{&of} {}
        pass(pass&& other) noexcept : of_{std::exchange(other.of_, nullptr)} {}
        pass& operator=(pass other) noexcept {
            std::swap(of_, other.of_);
            return *this;
        }
        ~pass() {
            if (of_) of_->leave();
        }

    private:
        turnstile* of_;
    };

    // Nothing if one would have to wait.
    std::optional<pass> enter_at_once() {
        if (free_ == 0) return std::nullopt;
        --free_;
        return pass{*this};
    }

    // errc::deadline or cancelled.
    awaitable<result<pass>> enter(time_point deadline);

    // For many, since a coroutine that waits takes ten times the room. Called once: with true when there is room, and
    // who returns true has come in, and makes a pass; with false at the deadline, or some milliseconds after it. Must
    // not throw.
    using turn = std::function<bool(bool in_time)>;
    void wait_in_line(time_point deadline, turn call);

private:
    struct guest {
        time_point deadline;
        turn call;
    };
    void leave();
    void send_away_late();
    void look_at(time_point when);

    std::size_t free_;
    ambient around_;
    std::list<guest> line_;
    time_point next_look_ = time_point::max();
    alarm_clock late_;
};

}  // namespace wecom
