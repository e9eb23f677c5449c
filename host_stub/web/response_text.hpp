#pragma once

#include "web/http_message.hpp"

namespace host {

struct response_manner {
    std::string_view date;   // as the Date header has it
    bool keep_alive = true;  // else the client is told that the connection ends
    bool with_body = true;   // false: the answer to HEAD
};

// The bytes of an answer as HTTP/1.1 has them.
std::string response_text(const response& from, const response_manner& in);

}  // namespace host
