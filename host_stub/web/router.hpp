#pragma once

#include "web/http_message.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace host {

using path_values = std::map<std::string, std::string, std::less<>>;
using route_handler = std::function<answer(const request&, const path_values&)>;

// Which handler a method and a path belong to. Paths are compared as they came, without decoding.
class router {
public:
    // pattern: "/icons/{config}"; a name in braces matches one segment that is not empty.
    void add(std::string_view method, std::string_view pattern, route_handler handler);

    struct match {
        const route_handler* handler = nullptr;  // null: see allowed
        path_values values;
        std::string allowed;  // methods that the path has; empty: there is no such path
    };
    match find(std::string_view method, std::string_view path) const;  // HEAD is found as GET

private:
    struct route {
        std::string method;
        std::vector<std::string> segments;
        route_handler handler;
    };
    std::vector<route> routes_;
};

}  // namespace host
