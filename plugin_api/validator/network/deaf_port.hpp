#pragma once

#include <sys/socket.h>

#include <array>
#include <cstdint>

// A port of this machine that answers no SYN: its queue is full, and nobody accepts.
class deaf_port {
public:
    deaf_port();
    ~deaf_port();
    deaf_port(const deaf_port&) = delete;

    std::uint16_t port() const { return port_; }

private:
    const int listener_ = ::socket(AF_INET, SOCK_STREAM, 0);
    std::array<int, 8> knocks_{-1, -1, -1, -1, -1, -1, -1, -1};
    std::uint16_t port_ = 0;
};
