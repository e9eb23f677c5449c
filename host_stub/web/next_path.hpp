#pragma once

#include <string_view>

namespace host {

// True if text leads to a page of this host, whatever a browser makes of it: a path, perhaps with a query, of at most
// 512 bytes. Everything else that follows a login would be an open redirect.
bool is_own_path(std::string_view text);

}  // namespace host
