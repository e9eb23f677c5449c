#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace host {

using fields = std::vector<std::pair<std::string, std::string>>;

// The first value of a header, whatever the case of its name; empty if there is none.
std::string_view find_field(const fields& headers, std::string_view name);

struct request {
    std::string method, path, query;  // path and query as they came; the query without '?'
    fields headers{};
    std::string body{};
    bool from_loopback = false;
    bool secure = false;           // it came inside TLS
    std::string remote_address{};  // of the other end of the connection, without the port
};

struct response {
    unsigned status = 200;
    fields headers;
    std::string body;
    std::function<void()> afterwards;  // runs on another thread once the response was written; may be empty
};

// Work that waits for somebody outside, like a provider: it has threads of its own, for it may hang.
using deferred = std::function<response()>;
using answer = std::variant<response, deferred>;

}  // namespace host
