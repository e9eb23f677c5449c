#pragma once

#include <string>
#include <vector>

namespace wecom {

// A rule names hosts that are reached without the proxy: "host.example.com"; ".example.com" for all names that end so;
// "10.1.2.3" and "10.0.0.0/8" for hosts that are written as an address.
bool is_no_proxy_rule(const std::string& rule);

bool goes_direct(const std::string& host, const std::vector<std::string>& rules);

}  // namespace wecom
