#include "trusted_domain.hpp"

#include "message.hpp"

#include <boost/url/parse.hpp>

#include <algorithm>
#include <cctype>

namespace simulator {

namespace urls = boost::urls;

std::string objection_to_domain(std::string_view entry) {
    auto parsed = urls::parse_authority(entry);
    if (!parsed || parsed->has_userinfo() || entry.empty() || parsed->host().empty())
        return "is not host or host:port; enter neither scheme nor path";
    auto allowed = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '-' || c == '.'; };
    if (parsed->host_type() == urls::host_type::ipv4) {
        if (parsed->host_ipv4_address().is_loopback()) return {};
        return "is an IP address; WeCom takes domain names only (the simulator permits loopback)";
    }
    if (parsed->host_type() != urls::host_type::name || !std::ranges::all_of(parsed->host(), allowed))
        return "is not a plain domain name; wildcards and underscores are not taken";
    return {};
}

bool can_send_back_to(std::string_view redirect_uri) {
    auto parsed = urls::parse_uri(redirect_uri);
    if (!parsed || parsed->has_userinfo() || parsed->host().empty()) return false;
    return parsed->scheme_id() == urls::scheme::http || parsed->scheme_id() == urls::scheme::https;
}

bool is_trusted(const std::vector<std::string>& entries, std::string_view redirect_uri) {
    if (!can_send_back_to(redirect_uri)) return false;
    auto wanted = urls::parse_uri(redirect_uri);
    std::string default_port = wanted->scheme_id() == urls::scheme::https ? "443" : "80";
    std::string wanted_port = wanted->port().empty() ? default_port : std::string(wanted->port());

    return std::ranges::any_of(entries, [&](const std::string& entry) {
        if (!objection_to_domain(entry).empty()) return false;
        auto configured = urls::parse_authority(entry).value();
        std::string port = configured.port().empty() ? default_port : std::string(configured.port());
        return port == wanted_port && equal_ignoring_case(configured.host(), wanted->host());
    });
}

}  // namespace simulator
