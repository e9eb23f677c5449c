#pragma once

#include "core/error.hpp"
#include "core/secret.hpp"
#include "core/web_url.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace wecom {

// A server of the operator that opens the way to WeCom.
struct proxy_server {
    enum class protocol { http, socks5 };
    protocol speaks = protocol::http;
    std::string host, port;   // as in web_url
    secret user, password{};  // both or none
};

// "http://host:port" or "socks5://host:port", with or without "user:password@" before the host, percent-encoded.
std::optional<proxy_server> parse_proxy(std::string_view url);

// errc::connect, for the operator: "the proxy host:port <what>".
error proxy_error(const proxy_server& proxy, std::string_view what);

// On a way that was just opened the proxy has nothing to say, and the target speaks second.
error early_data(const proxy_server& proxy);

}  // namespace wecom
