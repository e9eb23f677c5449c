#include "bench/bare_loops.hpp"

#include <openssl/ssl.h>

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include <stdexcept>

namespace bench {

struct raw_openssl::impl {
    const stage& at;
    int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context{SSL_CTX_new(TLS_client_method()), &SSL_CTX_free};
    std::unique_ptr<SSL, decltype(&SSL_free)> tls{SSL_new(context.get()), &SSL_free};
};

raw_openssl::raw_openssl(const stage& at) : impl_{new impl{at}} {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(at.port());
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    auto* const tls = impl_->tls.get();
    if (::connect(impl_->socket, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0 ||
        SSL_set_fd(tls, impl_->socket) != 1 || SSL_connect(tls) != 1)
        throw std::runtime_error{"raw OpenSSL: no connection"};
}

raw_openssl::~raw_openssl() { ::close(impl_->socket); }

void raw_openssl::log_in(std::size_t which) {
    const auto request = "GET " + login_path(impl_->at.seen(), which) + " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";
    char answer[4096];
    auto* const tls = impl_->tls.get();
    SSL_write(tls, request.data(), static_cast<int>(request.size()));
    const int size = SSL_read(tls, answer, sizeof answer);
    if (size <= 0 ||
        std::string_view{answer, static_cast<std::size_t>(size)}.find("zhangsan") == std::string_view::npos)
        throw std::runtime_error{"raw OpenSSL: a wrong identity"};
}

}  // namespace bench
