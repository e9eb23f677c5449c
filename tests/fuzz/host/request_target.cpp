#include "fuzz/target.hpp"
#include "web/next_path.hpp"
#include "web/request_rules.hpp"

#include <algorithm>

using namespace host;
using fuzz::holds;

// What a request line names, and where a login may lead.
FUZZ_TARGET(request_target) {
    if (const auto path = origin_form(input)) {
        holds(path->starts_with('/'), "a target is a path");
        holds(path->size() <= input.size() + 1, "a target does not grow");
        holds(path->find('#') == path->npos &&
                  std::all_of(path->begin(), path->end(), [](char c) { return c > 0x20 && c < 0x7F; }),
              "a target is visible ASCII without a fragment");
        holds(origin_form(*path) == path, "a target that is read again is the same");
    }
    if (!is_own_path(input)) return;
    holds(input.size() <= 512 && input.starts_with('/'), "a place of this host is a short path");
    holds(!input.starts_with("//") && input.find('\\') == input.npos, "no browser takes it for another host");
    holds(input.find_first_of("\r\n \t") == input.npos && input.find('\0') == input.npos, "it ends no header");
}
