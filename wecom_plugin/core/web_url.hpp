#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace wecom {

// An http(s) URL of which nothing needs to be decoded: what an administrator or a host sets, never a browser.
struct web_url {
    std::string scheme;   // "https" or "http"
    std::string host;     // lower case; an IPv6 literal without its brackets
    std::string port;     // decimal, never empty
    std::string path{};   // as written, without slashes at its end: empty or "/prefix"
    std::string query{};  // as written, without '?'

    // What a Host header says: brackets for IPv6, no default port.
    std::string authority() const;
    std::string origin() const { return scheme + "://" + authority(); }
    bool is_default_port() const { return port == (scheme == "https" ? "443" : "80"); }
};

// "host:port", or "[host]:port" for an IPv6 literal; without a port if it is empty.
std::string host_and_port(const std::string& host, const std::string& port);

// The name of a host as it may stand in a URL: lower case; an IPv4 address is one.
bool is_host_name(std::string_view text);

// Nothing for anything but an absolute http(s) URL without credentials, fragment, blanks and control characters.
std::optional<web_url> parse_web_url(std::string_view text);

}  // namespace wecom
