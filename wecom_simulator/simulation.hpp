#pragma once

#include "message.hpp"
#include "world.hpp"

namespace simulator {

// What the TLS listener answers: notes the call, lets a fault befall it, or passes it to the API or a page.
// `real_now` is the machine's clock; the simulator's own runs ahead of it by world::advanced.
reply answer(world& state, const request& from, time_point real_now);

// What the plain listener answers: 301 to the same URL with https on `tls_port`.
response answer_plain_http(const request& from, unsigned tls_port, time_point now);

}  // namespace simulator
