#include "core/no_proxy.hpp"

#include "core/address.hpp"
#include "core/encoding.hpp"
#include "core/web_url.hpp"

#include <algorithm>

namespace wecom {

bool is_no_proxy_rule(const std::string& rule) {
    if (parse_address_range(rule)) return true;
    const auto name = ascii_lower(rule);
    return is_host_name(name.starts_with('.') ? name.substr(1) : name);
}

bool goes_direct(const std::string& host, const std::vector<std::string>& rules) {
    return std::any_of(rules.begin(), rules.end(), [&](const std::string& rule) {
        if (const auto range = parse_address_range(rule)) return range->contains(host);
        const auto name = ascii_lower(rule);
        return name.starts_with('.') ? host.ends_with(name) : host == name;
    });
}

}  // namespace wecom
