#pragma once

#include "io/ambient.hpp"

// Sockets know no other time.
inline wecom::time_point in(std::chrono::milliseconds from_now) { return std::chrono::steady_clock::now() + from_now; }
constexpr std::chrono::seconds long_enough{20};
