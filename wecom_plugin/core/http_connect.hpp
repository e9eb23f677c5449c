#pragma once

#include "core/proxy.hpp"

#include <optional>
#include <string_view>

namespace wecom {

// RFC 9110 section 9.3.6: what an HTTP proxy is asked, and what it may answer.
secret make_connect_request(const proxy_server& proxy, const web_url& target);

// Of all the bytes that came so far; nothing: there must come more. A failure says what the operator can do.
std::optional<result<void>> parse_connect_answer(std::string_view received, const proxy_server& proxy,
                                                 const web_url& target);

}  // namespace wecom
