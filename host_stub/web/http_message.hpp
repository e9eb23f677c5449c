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
    fields headers;
    std::string body;
    bool from_loopback = false;
};

struct response {
    unsigned status = 200;
    fields headers;
    std::string body;
    std::function<void()> afterwards;  // runs on a pool thread once the response was written; may be empty
};

// Work that may wait: it runs on a pool thread, never on the one that serves the connections.
using deferred = std::function<response()>;
using answer = std::variant<response, deferred>;

}  // namespace host
