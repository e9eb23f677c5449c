#include "web/form.hpp"

#include "fuzz/target.hpp"
#include "utf8.hpp"

#include <algorithm>

using namespace host;
using fuzz::holds;

FUZZ_TARGET(form) {
    const auto back = parse_form("v=" + encode_value(input));
    holds(is_utf8(input) ? back == form{{"v", std::string{input}}} : !back,
          "a text survives a query, and nothing else");
    const auto read = parse_form(input);
    if (!read) return;
    std::string written;
    for (const auto& [name, value] : *read)
        written.append(written.empty() ? "" : "&").append(encode_value(name)).append("=").append(encode_value(value));
    // A single empty name without a value is written as "=".
    holds(parse_form(written) == read, "a form that is written again is the same");
    const auto names = static_cast<std::size_t>(std::count(input.begin(), input.end(), '&')) + !input.empty();
    holds(read->size() == names, "no name comes twice");
}
