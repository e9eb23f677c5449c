#pragma once

#include "public_url.hpp"
#include "web/http_message.hpp"

namespace host {

// True if a browser says that a page of this host sent the request. A request without any such word is not believed:
// every browser of the last years sends one with a form.
bool is_from_own_page(const request& from, const public_url& base);

}  // namespace host
