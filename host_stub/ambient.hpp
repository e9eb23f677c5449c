#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <string>

namespace host {

using wall_time = std::chrono::system_clock::time_point;

// What a program is given by its surroundings: time and chance. main.cpp reads them, tests make them up.
// Every function may be called by any thread.
struct ambient {
    std::function<wall_time()> now;
    std::function<std::chrono::steady_clock::time_point()> steady_now;
    std::function<std::string(std::size_t)> random_bytes;
};

}  // namespace host
