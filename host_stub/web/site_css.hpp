#pragma once

#include <string_view>

namespace host {

extern const std::string_view site_css;  // site.css; the build makes the definition

}  // namespace host
