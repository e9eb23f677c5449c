#pragma once

#include "io/transport.hpp"
#include "support/http_text.hpp"

#include <string>

// What arrives: status and body, or the failure and how far the request got.
inline std::string story(const wecom::sent& answer) {
    if (answer) return std::to_string(answer->status) + " " + std::string{answer->body.reveal()};
    constexpr const char* distances[] = {"not sent", "kept, unanswered", "lost", "answered"};
    return std::string{facts(answer.error().why.code).reason} + ", " +
           distances[static_cast<int>(answer.error().how_far)];
}
