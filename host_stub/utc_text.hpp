#pragma once

#include "ambient.hpp"

#include <string>

namespace host {

// A time in UTC, in a format of strftime.
std::string utc_text(wall_time when, const char* format);

}  // namespace host
