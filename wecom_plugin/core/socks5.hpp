#pragma once

#include "core/proxy.hpp"

#include <string_view>

namespace wecom {

// RFC 1928 and 1929: what a SOCKS5 proxy is told, and what it may answer. A failure says what the operator can do.
secret make_socks5_greeting(const proxy_server& proxy);
constexpr std::size_t socks5_choice_size = 2;

enum class socks5_next { log_in, ask };
result<socks5_next> parse_socks5_choice(std::string_view answer, const proxy_server& proxy);

secret make_socks5_login(const proxy_server& proxy);
constexpr std::size_t socks5_login_answer_size = 2;
result<void> parse_socks5_login_answer(std::string_view answer, const proxy_server& proxy);

// The proxy resolves the name.
secret make_socks5_request(const web_url& target);
constexpr std::size_t socks5_answer_size = 5;

// Of the first five bytes; gives how many more there are.
result<std::size_t> parse_socks5_answer(std::string_view answer, const proxy_server& proxy, const web_url& target);

}  // namespace wecom
