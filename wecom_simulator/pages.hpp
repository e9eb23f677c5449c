#pragma once

#include "message.hpp"
#include "world.hpp"

namespace simulator {

// The pages a browser sees on open.weixin.qq.com, login.work.weixin.qq.com and open.work.weixin.qq.com.
// A script names the person in the header X-Simulate-Member (a userid, an openid or `deny`) and gets the redirect at
// once; X-Simulate-Consent: mobile,email limits what that person agrees to.
bool is_page(std::string_view path);
response answer_page(world& state, const request& from, time_point now);

}  // namespace simulator
