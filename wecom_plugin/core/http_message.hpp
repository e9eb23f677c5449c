#pragma once

#include "core/error.hpp"
#include "core/secret.hpp"
#include "core/web_url.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace wecom {

// A request to WeCom's API. Target and body carry tokens, codes and the app's secret, so they are secrets themselves.
struct http_request {
    secret target;       // path and query, below the path prefix of the API's base
    secret json_body{};  // POST if not empty, else GET
};

struct http_response {
    unsigned status = 0;
    secret body{};
    std::chrono::seconds retry_after{0};             // 0 if the answer does not say, or as a date
    std::optional<std::chrono::sys_seconds> date{};  // by the clock of whoever answered
};

// The body of an answer that WeCom itself gave: status 200. Else errc::http_status, or errc::rate for 429: what a
// proxy, a firewall or an overloaded server says.
result<std::string_view> usable_body(const http_response& response);

// A path with a query in which every value is encoded.
std::string with_query(std::string_view path,
                       const std::vector<std::pair<std::string_view, std::string_view>>& parameters);

// The bytes of the request on the wire.
secret serialize(const http_request& request, const web_url& base);

}  // namespace wecom
