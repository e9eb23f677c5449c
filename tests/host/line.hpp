#pragma once

#include <openssl/ssl.h>

#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

namespace host {

// A client that speaks bytes and not HTTP, in clear or inside TLS, to a server on 127.0.0.1. Blocks.
class line {
public:
    explicit line(const std::string& address, SSL_CTX* tls = nullptr) {
        sockaddr_in to{};
        to.sin_family = AF_INET;
        to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        to.sin_port = htons(static_cast<std::uint16_t>(std::stoi(address.substr(address.rfind(':') + 1))));
        if (::connect(socket_, reinterpret_cast<const sockaddr*>(&to), sizeof to) != 0)
            throw std::runtime_error{"nobody listens there"};
        if (tls) begin_tls(tls);
    }
    line(const line&) = delete;
    ~line() { ::close(socket_); }

    void begin_tls(SSL_CTX* of, SSL_SESSION* earlier = nullptr) {
        tls_.reset(SSL_new(of));
        SSL_set_fd(tls_.get(), socket_);
        if (earlier) SSL_set_session(tls_.get(), earlier);
        if (SSL_connect(tls_.get()) != 1) throw std::runtime_error{"no TLS with this server"};
    }

    // False if the server is gone.
    bool send(std::string_view bytes) {
        if (tls_) return SSL_write(tls_.get(), bytes.data(), static_cast<int>(bytes.size())) > 0;
        return ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(bytes.size());
    }

    // One answer with its body.
    std::string read_answer() {
        auto out = read_until([](const std::string& so_far) { return so_far.find("\r\n\r\n") != so_far.npos; });
        const auto head = out.find("\r\n\r\n") + 4, length = out.find("Content-Length: ");
        if (length > head) return out;
        const auto whole = head + std::stoul(out.substr(length + 16));
        return out + read_until([&](const std::string& so_far) { return out.size() + so_far.size() >= whole; });
    }
    // All that comes until the server ends the connection.
    std::string read_to_end() {
        return read_until([](const std::string&) { return false; });
    }

    // Whether the server still holds the connection, and has said nothing, when this time is over.
    bool stays_quiet_for(std::chrono::milliseconds time) const {
        pollfd what{socket_, POLLIN, 0};
        return ::poll(&what, 1, static_cast<int>(time.count())) == 0;
    }

    SSL* tls() { return tls_.get(); }

private:
    template <class Enough>
    std::string read_until(Enough enough) {
        std::string out;
        std::array<char, 4096> part;
        while (!enough(out)) {
            const auto count = tls_ ? SSL_read(tls_.get(), part.data(), static_cast<int>(part.size()))
                                    : static_cast<int>(::recv(socket_, part.data(), part.size(), 0));
            if (count <= 0) break;
            out.append(part.data(), static_cast<std::size_t>(count));
        }
        return out;
    }

    const int socket_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    std::unique_ptr<SSL, decltype(&SSL_free)> tls_{nullptr, &SSL_free};
};

inline std::string status_line(const std::string& text) { return text.substr(0, text.find("\r\n")); }

}  // namespace host
