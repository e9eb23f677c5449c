#pragma once

#include "message.hpp"
#include "world.hpp"

namespace simulator {

// qyapi.weixin.qq.com: every path under /cgi-bin/. Always HTTP 200, except for unknown paths: 404 and an empty body.
response answer_api(world& state, const request& from, time_point now);

// The refusal that the path's endpoint would make; what an injected errcode looks like.
response refuse_api(world& state, const request& from, int errcode, time_point now);

}  // namespace simulator
