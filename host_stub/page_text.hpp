#pragma once

#include <string>
#include <string_view>

namespace host {

// What a person would read first on an HTML page: its title, or else the beginning of its text; one line, at most 200
// bytes.
std::string page_text(std::string_view html);

}  // namespace host
