#include "web/response_text.hpp"

#include <boost/beast/http/status.hpp>

namespace host {

std::string response_text(const response& from, const response_manner& in) {
    const auto reason = boost::beast::http::obsolete_reason(boost::beast::http::int_to_status(from.status));
    std::string out = "HTTP/1.1 " + std::to_string(from.status) + " " + std::string{reason} + "\r\n";
    const auto add = [&out](std::string_view name, std::string_view value) {
        out.append(name).append(": ").append(value).append("\r\n");
    };
    for (const auto& [name, value] : from.headers)
        add(name, value);
    add("Date", in.date);
    if (!in.keep_alive) add("Connection", "close");
    add("Content-Length", std::to_string(from.body.size()));
    out += "\r\n";
    if (in.with_body) out += from.body;
    return out;
}

}  // namespace host
