#pragma once

#include "io/ambient.hpp"

// Time and chance as a test sets them. Begins at the real time, because Asio's timers know no other: what is due later
// than this lies in the future for them too.
class test_clock {
public:
    test_clock() {
        now_ = std::chrono::steady_clock::now();
        random_ = 0;
    }
    static wecom::time_point now() { return now_; }
    static wecom::time_point in(std::chrono::milliseconds from_now) { return now_ + from_now; }
    static void advance(std::chrono::milliseconds by) { now_ += by; }
    static void draw(std::uint32_t random) { random_ = random; }
    static wecom::ambient around() {
        return {.now = [] { return now_; }, .random = [] { return random_; }};
    }

private:
    static inline wecom::time_point now_;
    static inline std::uint32_t random_ = 0;
};
