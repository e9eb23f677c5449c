#include "core/http_message.hpp"

#include "core/encoding.hpp"

#include <algorithm>

namespace wecom {

using namespace std::chrono_literals;

result<std::string_view> usable_body(const http_response& response) {
    if (response.status == 200) return response.body.reveal();
    error out{.code = response.status == 429 ? errc::rate : errc::http_status,
              .detail = "HTTP status " + std::to_string(response.status) +
                        " instead of 200: the answer is not WeCom's own. Check proxies, firewalls and the base address "
                        "of the API."};
    out.answered_status = response.status;
    // Whoever says so, a login is not kept out for longer than WeCom's own limits last.
    out.retry_after = std::min<std::chrono::seconds>(response.retry_after, 60s);
    return out;
}

std::string with_query(std::string_view path,
                       const std::vector<std::pair<std::string_view, std::string_view>>& parameters) {
    std::string out{path};
    out.reserve(512);
    char separator = '?';
    for (const auto& [name, value] : parameters) {
        out += separator;
        out += name;
        out += '=';
        append_percent_encoded(out, value);
        separator = '&';
    }
    return out;
}

secret serialize(const http_request& request, const web_url& base) {
    const auto body = request.json_body.reveal();
    std::string out;
    out.reserve(256 + base.path.size() + request.target.reveal().size() + body.size());
    out += body.empty() ? "GET " : "POST ";
    out += base.path;
    out += request.target.reveal();
    out += " HTTP/1.1\r\nHost: ";
    out += base.authority();
    // No body is decoded that nobody asked to be encoded: there is no inflate code to attack.
    out += "\r\nUser-Agent: idp-wecom\r\nAccept: application/json\r\nAccept-Encoding: identity\r\n";
    if (!body.empty()) {
        out += "Content-Type: application/json\r\nContent-Length: ";
        out += std::to_string(body.size());
        out += "\r\n";
    }
    out += "\r\n";
    out += body;
    return secret{std::move(out)};
}

}  // namespace wecom
