#pragma once

#include "io/ambient.hpp"
#include "io/awaitable.hpp"

#include <list>
#include <optional>
#include <utility>

namespace wecom {

// Lets so many in at once. The others wait in line: first come, first served, and who can no longer make it is passed
// over. Lives and is used on the I/O thread; outlives its passes.
class turnstile {
public:
    turnstile(std::size_t places, const ambient& around) : free_{places}, around_{around} {}
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

    // errc::deadline or cancelled.
    awaitable<result<pass>> enter(time_point deadline);
    // The same if nobody has to wait: costs nothing.
    std::optional<pass> enter_at_once() {
        if (free_ == 0) return std::nullopt;
        --free_;
        return pass{*this};
    }

private:
    class waiter;
    void leave();

    std::size_t free_;
    ambient around_;
    std::list<waiter*> line_;
};

}  // namespace wecom
