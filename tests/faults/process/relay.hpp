#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <list>
#include <stdexcept>
#include <string>
#include <thread>

namespace process_faults {

// Another address of a server on 127.0.0.1, with the same port: passes on what comes, both ways.
class relay {
public:
    relay(const std::string& address, int port) : port_{htons(static_cast<std::uint16_t>(port))} {
        sockaddr_in6 v6{};
        sockaddr_in v4{};
        v6.sin6_family = AF_INET6;
        v4.sin_family = AF_INET;
        v6.sin6_port = v4.sin_port = port_;
        const bool is_v6 = ::inet_pton(AF_INET6, address.c_str(), &v6.sin6_addr) == 1;
        if (!is_v6) ::inet_pton(AF_INET, address.c_str(), &v4.sin_addr);
        listener_ = ::socket(is_v6 ? AF_INET6 : AF_INET, SOCK_STREAM, 0);
        const auto* const at = is_v6 ? reinterpret_cast<sockaddr*>(&v6) : reinterpret_cast<sockaddr*>(&v4);
        if (::bind(listener_, at, is_v6 ? sizeof v6 : sizeof v4) != 0 || ::listen(listener_, 16) != 0)
            throw std::runtime_error{"no relay at " + address};
        acceptor_ = std::jthread{[this] {
            for (int in; (in = ::accept(listener_, nullptr, nullptr)) >= 0;)
                threads_.emplace_back([this, in](const std::stop_token& end) { pass_on(end, in); });
        }};
    }
    ~relay() {
        ::shutdown(listener_, SHUT_RDWR);
        acceptor_.join();
        threads_.clear();
        ::close(listener_);
    }
    relay(const relay&) = delete;

private:
    void pass_on(const std::stop_token& end, int in) const {
        const int out = ::socket(AF_INET, SOCK_STREAM, 0);
        sockaddr_in server{};
        server.sin_family = AF_INET;
        server.sin_port = port_;
        server.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        ::connect(out, reinterpret_cast<sockaddr*>(&server), sizeof server);
        pollfd ends[] = {{in, POLLIN, 0}, {out, POLLIN, 0}};
        while (!end.stop_requested()) {
            if (::poll(ends, 2, 100) <= 0) continue;
            if ((ends[0].revents && !pass(in, out)) || (ends[1].revents && !pass(out, in))) break;
        }
        ::close(in);
        ::close(out);
    }
    static bool pass(int from, int to) {
        std::array<char, 16'384> bytes;
        const auto size = ::recv(from, bytes.data(), bytes.size(), 0);
        return size > 0 && ::send(to, bytes.data(), static_cast<std::size_t>(size), MSG_NOSIGNAL) == size;
    }

    in_port_t port_;
    int listener_ = -1;
    std::list<std::jthread> threads_;
    std::jthread acceptor_;
};

}  // namespace process_faults
