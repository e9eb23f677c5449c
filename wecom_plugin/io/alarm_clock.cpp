#include "io/alarm_clock.hpp"

#include <optional>

namespace wecom {

struct alarm_clock::state {
    io_timer timer;
    std::function<void()> ring;
    std::optional<time_point> due{};    // when to ring
    std::optional<time_point> armed{};  // when the timer wakes up

    static void arm(const std::shared_ptr<state>& self, time_point when) {
        self->armed.reset();
        self->timer.expires_at(when);
        self->timer.async_wait([weak = std::weak_ptr{self}, when](boost::system::error_code stopped) {
            const auto alive = weak.lock();
            if (stopped || !alive || alive->armed != when) return;
            alive->armed.reset();
            if (alive->due && *alive->due > when) return arm(alive, *alive->due);
            if (std::exchange(alive->due, std::nullopt)) alive->ring();
        });
        self->armed = when;  // not before: without memory for the wait the next set has to try again
    }
};

alarm_clock::alarm_clock(io_executor executor, std::function<void()> ring)
    : state_{std::make_shared<state>(io_timer{std::move(executor)}, std::move(ring))} {}

// The timer ends with the state, which nothing else holds.
alarm_clock::~alarm_clock() = default;

void alarm_clock::set(time_point when) {
    state_->due = when;
    if (!state_->armed || when < *state_->armed) state::arm(state_, when);
}

void alarm_clock::clear() { state_->due.reset(); }

}  // namespace wecom
