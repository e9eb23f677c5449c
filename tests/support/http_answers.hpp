#pragma once

#include "io/transport.hpp"

#include <string>
#include <string_view>

// A whole answer, as a server writes it.
inline std::string answer_of(std::string_view body, std::string_view more_fields = "") {
    return "HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" + std::string{more_fields} +
           "\r\n" + std::string{body};
}

// What arrives: status and body, or the failure and how far the request got.
inline std::string story(const wecom::sent& answer) {
    if (answer) return std::to_string(answer->status) + " " + std::string{answer->body.reveal()};
    constexpr const char* distances[] = {"not sent", "kept, unanswered", "lost", "answered"};
    return std::string{facts(answer.error().why.code).reason} + ", " +
           distances[static_cast<int>(answer.error().how_far)];
}
