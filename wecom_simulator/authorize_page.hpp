#pragma once

#include "message.hpp"
#include "world.hpp"

namespace simulator {

// /connect/oauth2/authorize: the in-app page, silent for snsapi_base, with the consent page for snsapi_privateinfo.
response authorize_page(world& state, const request& from, time_point now);

}  // namespace simulator
