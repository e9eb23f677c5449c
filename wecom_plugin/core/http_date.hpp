#pragma once

#include <chrono>
#include <optional>
#include <string_view>

namespace wecom {

// RFC 9110 section 5.6.7, the one form that may be sent today: "Sun, 06 Nov 1994 08:49:37 GMT".
std::optional<std::chrono::sys_seconds> parse_http_date(std::string_view text);

}  // namespace wecom
