#include "core/no_proxy.hpp"

#include "core/address.hpp"
#include "core/encoding.hpp"
#include "core/web_url.hpp"
#include "fuzz/target.hpp"

#include <algorithm>

using namespace wecom;
using fuzz::holds;

// A line with a rule, and one with a host.
FUZZ_TARGET(no_proxy) {
    const auto line = std::min(input.find('\n'), input.size());
    const std::string rule{input.substr(0, line)}, host{input.substr(std::min(line + 1, input.size()))};
    if (!is_no_proxy_rule(rule)) return;
    holds(rule.find('\0') == rule.npos && rule.find_first_of(" *") == rule.npos, "a rule is written plainly");
    if (is_host_name(ascii_lower(rule))) holds(goes_direct(ascii_lower(rule), {rule}), "the name of a host matches it");
    if (is_address(rule)) holds(goes_direct(rule, {rule}), "an address matches itself");
    if (!goes_direct(host, {rule})) return;
    const auto range = parse_address_range(rule);
    holds(range ? is_address(host) : host.ends_with(ascii_lower(rule)), "a host that is direct is of the rule");
}
