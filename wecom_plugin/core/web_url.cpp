#include "core/web_url.hpp"

#include "core/address.hpp"
#include "core/encoding.hpp"

#include <algorithm>
#include <array>

namespace wecom {
namespace {

constexpr auto url_characters = [] {
    std::array<bool, 256> table{};
    for (char c = 0x21; c < 0x7F; ++c)
        table[static_cast<std::size_t>(c)] = std::string_view{"#\\\"<>^`{|}"}.find(c) == std::string_view::npos;
    return table;
}();
bool may_be_in_a_url(char c) { return url_characters[static_cast<unsigned char>(c)]; }

bool is_digits(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// Without a scope, which no URL has.
bool is_ipv6_literal(const std::string& text) {
    return is_v6_address(text) && is_address(text) && text.find('%') == text.npos;
}

// Takes "host", "host:port", "[v6]" or "[v6]:port" apart.
bool split_authority(std::string_view authority, web_url& url) {
    std::string_view port;
    if (authority.starts_with('[')) {
        const auto end = authority.find(']');
        if (end == authority.npos) return false;
        url.host = ascii_lower(authority.substr(1, end - 1));
        port = authority.substr(end + 1);
        if (!is_ipv6_literal(url.host)) return false;
    } else {
        const auto colon = std::min(authority.find(':'), authority.size());
        url.host = ascii_lower(authority.substr(0, colon));
        port = authority.substr(colon);
        if (!is_host_name(url.host)) return false;
    }
    url.port = url.scheme == "https" ? "443" : "80";
    if (port.empty()) return true;
    if (port.front() != ':' || !is_digits(port.substr(1)) || port.size() > 6) return false;
    const int number = std::stoi(std::string{port.substr(1)});
    url.port = std::to_string(number);
    return number >= 1 && number <= 65535;
}

}  // namespace

bool is_host_name(std::string_view text) {
    return !text.empty() && text.size() <= 253 && text.front() != '.' && text.find("..") == text.npos &&
           text.find_first_not_of("0123456789abcdefghijklmnopqrstuvwxyz-._") == text.npos;
}

std::string host_and_port(const std::string& host, const std::string& port) {
    const auto name = host.find(':') == host.npos ? host : "[" + host + "]";
    return port.empty() ? name : name + ":" + port;
}

std::string web_url::authority() const { return host_and_port(host, is_default_port() ? "" : port); }

std::optional<web_url> parse_web_url(std::string_view text) {
    if (!std::all_of(text.begin(), text.end(), may_be_in_a_url)) return std::nullopt;
    web_url url;
    const auto scheme_end = text.find("://");
    if (scheme_end == text.npos) return std::nullopt;
    url.scheme = ascii_lower(text.substr(0, scheme_end));
    if (url.scheme != "https" && url.scheme != "http") return std::nullopt;
    text.remove_prefix(scheme_end + 3);

    const auto authority_end = std::min(text.find_first_of("/?"), text.size());
    if (!split_authority(text.substr(0, authority_end), url)) return std::nullopt;
    text.remove_prefix(authority_end);

    const auto path_end = std::min(text.find('?'), text.size());
    url.path = text.substr(0, path_end);
    while (url.path.ends_with('/'))
        url.path.pop_back();
    if (path_end < text.size()) url.query = text.substr(path_end + 1);
    return url;
}

}  // namespace wecom
