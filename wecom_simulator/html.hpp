#pragma once

#include "message.hpp"

#include <string>
#include <string_view>

namespace simulator {

enum class language { zh, en };

inline std::string_view say(language reader, std::string_view zh, std::string_view en) {
    return reader == language::zh ? zh : en;
}

// Safe as text and within a quoted attribute.
std::string escape_html(std::string_view text);

// A whole page around `content`, which is HTML already; the title is not. Never cached.
response html_page(language reader, std::string_view title, std::string_view content, time_point now);

// A page that says one thing and offers nothing.
response notice_page(language reader, std::string_view notice, time_point now);

}  // namespace simulator
