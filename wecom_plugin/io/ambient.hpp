#pragma once

#include <chrono>
#include <cstdint>

namespace wecom {

using time_point = std::chrono::steady_clock::time_point;

// What the I/O layer takes from the process around it, handed in by runtime.cpp so that tests can hand in something
// else.
struct ambient {
    time_point (*now)();
    std::uint32_t (*random)();
};

}  // namespace wecom
