#include "core/proxy.hpp"

#include "core/encoding.hpp"

#include <algorithm>

namespace wecom {
namespace {

// RFC 1929 has one byte for a length.
constexpr std::size_t longest_credential = 255;

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }

std::optional<secret> decoded(std::string_view text) {
    auto plain = percent_decode(text);
    if (!plain) return std::nullopt;
    secret out{std::move(*plain)};
    const auto bytes = out.reveal();
    if (bytes.empty() || bytes.size() > longest_credential || std::any_of(bytes.begin(), bytes.end(), is_control))
        return std::nullopt;
    return out;
}

// "user:password". RFC 7617: a colon inside the user name would end it.
bool read_credentials(std::string_view text, proxy_server& out) {
    const auto colon = text.find(':');
    if (colon == text.npos) return false;
    auto user = decoded(text.substr(0, colon)), password = decoded(text.substr(colon + 1));
    if (!user || !password || user->reveal().find(':') != std::string_view::npos) return false;
    out.user = std::move(*user);
    out.password = std::move(*password);
    return true;
}

}  // namespace

std::optional<proxy_server> parse_proxy(std::string_view url) {
    proxy_server out;
    const auto scheme_end = url.find("://");
    if (scheme_end == url.npos) return std::nullopt;
    const auto scheme = url.substr(0, scheme_end);
    if (scheme != "http" && scheme != "socks5") return std::nullopt;
    if (scheme == "socks5") out.speaks = proxy_server::protocol::socks5;
    url.remove_prefix(scheme_end + 3);

    if (const auto at = url.rfind('@'); at != url.npos) {
        if (!read_credentials(url.substr(0, at), out)) return std::nullopt;
        url.remove_prefix(at + 1);
    }
    const auto place = parse_web_url("http://" + std::string{url});
    // Nothing but host and port, and the port is written: the defaults of proxies differ.
    if (!place || ascii_lower(url) != host_and_port(place->host, place->port)) return std::nullopt;
    out.host = place->host;
    out.port = place->port;
    return out;
}

error proxy_error(const proxy_server& proxy, std::string_view what) {
    return {.code = errc::connect,
            .detail = "the proxy " + host_and_port(proxy.host, proxy.port) + " " + std::string{what}};
}

error early_data(const proxy_server& proxy) {
    return proxy_error(proxy, "sends data of its own on the way that it opened: it is broken, or not to be trusted");
}

}  // namespace wecom
