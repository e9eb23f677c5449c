#pragma once

#include "message.hpp"

#include <string>

namespace simulator {

// WeCom's text for an errcode.
std::string_view errcode_text(int errcode);

// The tail behind most errmsgs: ", hint: [25 digits], from ip: ADDRESS, more info at https://…?e=ERRCODE".
// The hint is the time and `digits`, fifteen of them.
std::string hint_tail(int errcode, time_point now, std::string_view digits, std::string_view peer);

}  // namespace simulator
