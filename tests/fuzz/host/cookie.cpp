#include "web/cookie.hpp"

#include "fuzz/target.hpp"

#include <algorithm>

using namespace host;
using fuzz::holds;

FUZZ_TARGET(cookie) {
    const auto all = parse_cookies(input);
    std::string written;
    for (const auto& one : all) {
        holds(!one.name.empty() && one.name.find_first_of("=;") == one.name.npos, "a cookie has a name");
        holds(one.value.find(';') == one.value.npos, "a value is one");
        const auto first =
            std::find_if(all.begin(), all.end(), [&](const auto& other) { return other.name == one.name; });
        holds(cookie_value(all, one.name) == first->value, "the first of a name counts");
        written.append(written.empty() ? "" : "; ").append(one.name).append("=").append(one.value);
    }
    holds(parse_cookies(written) == all, "cookies that are written again are the same");
}
