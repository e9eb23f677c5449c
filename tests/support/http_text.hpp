#pragma once

#include <string>
#include <string_view>

// A whole answer, as a server writes it.
inline std::string answer_of(std::string_view body, std::string_view more_fields = "") {
    return "HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" + std::string{more_fields} +
           "\r\n" + std::string{body};
}
