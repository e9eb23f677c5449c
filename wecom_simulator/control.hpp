#pragma once

#include "message.hpp"
#include "world.hpp"

namespace simulator {

// The control port: JSON in, JSON out. docs/simulator.md lists the routes.
response answer_control(world& state, const request& from, time_point real_now);

}  // namespace simulator
