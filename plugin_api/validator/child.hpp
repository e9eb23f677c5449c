#pragma once

#include "validator/attempt.hpp"

#include <sys/types.h>

#include <chrono>

namespace validator {

// A process that runs one test. It is gone with the object, and so is whatever it has started.
class child {
public:
    // Forks. Only where this process has one thread.
    child(const contract_test& test, const subject& of);
    child(child&& other) noexcept;
    ~child();

    // Whether it has ended by itself; then verdict() may be asked.
    bool has_ended();
    // Ends it now, since the test took too long.
    void end(std::chrono::milliseconds limit);
    verdict take_verdict();

    std::chrono::steady_clock::time_point began() const { return began_; }

private:
    void reap();

    const contract_test* test_;
    int answer_, output_;  // files in memory: a verdict, and stdout with stderr
    std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
    pid_t process_ = -1;  // -1: has ended
    int status_ = 0;
    std::chrono::milliseconds overrun_{0};  // the limit that it did not keep
};

}  // namespace validator
