#include "validator/network/deaf_port.hpp"

#include <netinet/in.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <stdexcept>

deaf_port::deaf_port() {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* const generic = reinterpret_cast<sockaddr*>(&address);
    if (::bind(listener_, generic, size) != 0 || ::listen(listener_, 0) != 0 ||
        ::getsockname(listener_, generic, &size) != 0)
        throw std::runtime_error{"no listener for a test"};
    port_ = ntohs(address.sin_port);
    for (auto& knock : knocks_) {
        knock = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
        ::connect(knock, generic, size);
        pollfd answered{knock, POLLOUT, 0};
        if (::poll(&answered, 1, 200) == 0) return;  // this one was not answered, nor will the next be
    }
}

deaf_port::~deaf_port() {
    std::ranges::for_each(knocks_, ::close);
    ::close(listener_);
}
