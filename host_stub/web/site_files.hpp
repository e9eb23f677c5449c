#pragma once

#include <string_view>

namespace host {

extern const std::string_view site_css, site_js;  // site.css, site.js; the build makes the definitions

}  // namespace host
