#include "core/http_connect.hpp"

#include "core/encoding.hpp"

#include <algorithm>

namespace wecom {
namespace {

constexpr std::size_t largest_header = 16 * 1024;
constexpr std::string_view header_end = "\r\n\r\n";

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// 0: this is no status line of HTTP/1.
int status_of(std::string_view line) {
    if (line.size() < 12 || !is_digit(line[7]) || line[8] != ' ' || (line.size() > 12 && line[12] != ' ')) return 0;
    const auto digits = line.substr(9, 3);
    return std::all_of(digits.begin(), digits.end(), is_digit) ? std::stoi(std::string{digits}) : 0;
}

error refusal(int status, const proxy_server& proxy, const std::string& to) {
    const auto answered = " (HTTP " + std::to_string(status) + "): ";
    if (status == 407)
        return proxy_error(proxy,
                           proxy.user.empty()
                               ? "asks for a user name and password" + answered + "add them to /network/proxy"
                               : "refuses the user name and password" + answered + "correct them in /network/proxy");
    if (status == 401 || status == 403)
        return proxy_error(proxy, "does not let this server connect to " + to + answered + "have it allowed there");
    if (status >= 502 && status <= 504) return proxy_error(proxy, "cannot reach " + to + answered + "ask who runs it");
    return proxy_error(proxy, "opens no way to " + to + answered + "is it an HTTP proxy, and is /network/proxy right?");
}

}  // namespace

secret make_connect_request(const proxy_server& proxy, const web_url& target) {
    const auto to = host_and_port(target.host, target.port);
    std::string out;
    out.reserve(2048);  // the password is in it: no copies
    out += "CONNECT " + to + " HTTP/1.1\r\nHost: " + to + "\r\n";
    if (!proxy.user.empty()) {
        std::string pair;
        pair.reserve(proxy.user.reveal().size() + 1 + proxy.password.reveal().size());
        pair += proxy.user.reveal();
        pair += ':';
        pair += proxy.password.reveal();
        const secret plain{std::move(pair)}, encoded{base64_encode(plain.reveal())};
        out += "Proxy-Authorization: Basic ";
        out += encoded.reveal();
        out += "\r\n";
    }
    out += "\r\n";
    return secret{std::move(out)};
}

std::optional<result<void>> parse_connect_answer(std::string_view received, const proxy_server& proxy,
                                                 const web_url& target) {
    constexpr std::string_view begins = "HTTP/1.";
    const auto common = std::min(received.size(), begins.size());
    if (received.substr(0, common) != begins.substr(0, common))
        return proxy_error(proxy, "does not speak HTTP: is /network/proxy right?");
    const auto end = received.find(header_end);
    if (std::min(end, received.size()) > largest_header)
        return proxy_error(proxy, "sends more than 16 KiB of header: it is no HTTP proxy, or a broken one");
    if (end == received.npos) return std::nullopt;

    const int status = status_of(received.substr(0, received.find("\r\n")));
    if (status == 0) return proxy_error(proxy, "sends a malformed answer: is it an HTTP proxy?");
    if (status / 100 != 2) return refusal(status, proxy, host_and_port(target.host, target.port));
    if (received.size() > end + header_end.size()) return early_data(proxy);
    return result<void>{};
}

}  // namespace wecom
