#pragma once

#include "message.hpp"
#include "world.hpp"

namespace simulator {

// /wwlogin/sso/login: the new Web login page.
response wwlogin_page(world& state, const request& from, time_point now);

// /wwopen/sso/qrConnect: the old one, still served.
response qr_connect_page(world& state, const request& from, time_point now);

}  // namespace simulator
