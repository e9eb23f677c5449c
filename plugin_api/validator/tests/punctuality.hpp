#pragma once

#include "validator/guest.hpp"

#include <atomic>
#include <chrono>
#include <string>
#include <thread>

namespace validator {

// Judges time limits fairly. While it lives, a thread of its own asks to be woken every few milliseconds and notes how
// late that was: on a machine with too much to do a provider is late, too, and not to blame.
class punctuality {
public:
    punctuality();

    // Throws violation if the call took longer than timeout + 250 ms and a multiple of the machine's own lateness.
    void expect_by(const outcome& call, std::chrono::milliseconds timeout, const std::string& situation) const;
    // What is allowed beyond a limit, of the machine's making.
    std::chrono::milliseconds allowance() const { return 4 * worst_.load(); }

private:
    std::atomic<std::chrono::milliseconds> worst_{};
    std::jthread watch_;
};

}  // namespace validator
