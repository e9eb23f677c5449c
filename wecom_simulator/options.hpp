#pragma once

#include <optional>
#include <span>
#include <string>

namespace simulator {

struct address {
    std::string host;
    unsigned short port = 0;
};

struct options {
    address listen;
    address control{"127.0.0.1", 0};
    std::optional<address> listen_http;
    std::string tls_dir;
    std::string fixtures;  // empty: those compiled in
};

inline constexpr std::string_view usage =
    "usage: wecom-simulator --listen 127.0.0.1:0 --tls-dir DIR [--listen-http ADDR] [--control 127.0.0.1:0] "
    "[--fixtures FILE]";

// Throws std::invalid_argument that names the argument at fault.
options read_options(std::span<char* const> arguments);

}  // namespace simulator
