#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace simulator {

// The simulator's own clock, in whole seconds like everything WeCom promises. Only main reads a real one.
using time_point = std::chrono::sys_seconds;

// `length` characters drawn from `alphabet`.
using random_text = std::function<std::string(std::size_t length, std::string_view alphabet)>;

using parameters = std::vector<std::pair<std::string, std::string>>;

// The first value of that name; empty if there is none.
std::string_view first_value(const parameters& list, std::string_view name);

struct request {
    std::string method = {};
    std::string target = {};  // as on the wire, so that a test can look at the encoding
    std::string path = {};
    parameters query = {};
    std::map<std::string, std::string> headers = {};  // names in lower case
    std::string body = {};
    std::string peer = {};
    unsigned connection = 0;

    std::string_view parameter(std::string_view name) const { return first_value(query, name); }
    std::string_view header(std::string_view lower_case_name) const;
};

// Splits the target; nothing if it is not an origin-form URL.
std::optional<request> make_request(std::string method, std::string target);

// A query string or an application/x-www-form-urlencoded body, decoded.
parameters parse_parameters(std::string_view encoded);

struct response {
    unsigned status = 200;
    std::vector<std::pair<std::string, std::string>> headers = {};
    std::string body = {};
};

// What the transport does to the response.
enum class delivery {
    whole,
    truncated,         // half of the body, then the connection ends
    whole_then_close,  // the connection ends although keep-alive was promised
    reset,             // TCP reset instead of an answer
    never              // the request is read and nothing ever follows
};

struct reply {
    response message;
    delivery how = delivery::whole;
    std::chrono::milliseconds delay{0};
};

// "Mon, 23 Nov 2026 03:13:50 GMT"
std::string http_date(time_point now);

bool equal_ignoring_case(std::string_view a, std::string_view b);

}  // namespace simulator
