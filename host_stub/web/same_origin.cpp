#include "web/same_origin.hpp"

namespace host {

bool is_from_own_page(const request& from, const public_url& base) {
    const auto site = find_field(from.headers, "Sec-Fetch-Site"), origin = find_field(from.headers, "Origin");
    // A page that names no referrer names no origin either ("null"); then the other header has to say it.
    if (!site.empty()) return site == "same-origin" && (origin.empty() || origin == "null" || origin == base.origin);
    return origin == base.origin;
}

}  // namespace host
