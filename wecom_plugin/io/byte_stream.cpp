#include "io/byte_stream.hpp"

#include "core/address.hpp"
#include "io/tls_context.hpp"

#include <boost/asio/error.hpp>
#include <boost/asio/ssl/error.hpp>

#include <openssl/err.h>
#include <openssl/x509v3.h>

#include <netinet/tcp.h>
#include <sys/socket.h>

#include <cerrno>
#include <new>

namespace wecom {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;

// A peer that does not even acknowledge is gone: a connection that something between forgot ends here, and not at
// somebody's deadline.
constexpr int longest_unacknowledged_ms = 3000;

byte_stream::progress socket_progress(ssize_t count, byte_stream::state blocked) {
    if (count > 0) return {.size = static_cast<std::size_t>(count)};
    if (count == 0) return {.now = byte_stream::state::ended};
    if (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR) return {.now = blocked};
    return {.now = byte_stream::state::failed, .why = {errno, boost::system::system_category()}};
}

// Of others on this thread. Clearing costs as much as a small request if there is none.
void clear_errors() {
    if (ERR_peek_error() != 0) ERR_clear_error();
}

}  // namespace

byte_stream::byte_stream(io_socket socket, SSL_CTX* trust) : socket_{std::move(socket)} {
    error_code ignored;
    socket_.non_blocking(true, ignored);
    socket_.set_option(asio::ip::tcp::no_delay{true}, ignored);
    ::setsockopt(socket_.native_handle(), IPPROTO_TCP, TCP_USER_TIMEOUT, &longest_unacknowledged_ms,
                 sizeof longest_unacknowledged_ms);
    if (!trust) return;
    tls_.reset(SSL_new(trust));
    if (!tls_ || SSL_set_fd(tls_.get(), socket_.native_handle()) != 1) throw std::bad_alloc{};
    SSL_set_connect_state(tls_.get());
}

bool byte_stream::expect_peer(const std::string& host) {
    auto* const wanted = SSL_get0_param(tls_.get());
    if (X509_VERIFY_PARAM_set1_ip_asc(wanted, host.c_str()) == 1) return true;
    auto* const sni = const_cast<char*>(host.c_str());
    return X509_VERIFY_PARAM_set1_host(wanted, host.data(), host.size()) == 1 &&
           SSL_ctrl(tls_.get(), SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name, sni) == 1;
}

bool byte_stream::is_peer(const std::string& host) const {
    auto* const shown = SSL_get0_peer_certificate(tls_.get());
    if (!shown) return false;
    if (is_address(host)) return X509_check_ip_asc(shown, host.c_str(), 0) == 1;
    return X509_check_host(shown, host.data(), host.size(), host_comparison, nullptr) == 1;
}

void byte_stream::resume(tls_session known) {
    if (known) SSL_set_session(tls_.get(), known.get());
}

byte_stream::progress byte_stream::handshake() {
    clear_errors();
    return SSL_do_handshake(tls_.get()) == 1 ? progress{} : tls_failure();
}

byte_stream::progress byte_stream::write(std::string_view bytes) {
    if (!tls_)
        return socket_progress(::send(socket_.native_handle(), bytes.data(), bytes.size(), MSG_NOSIGNAL),
                               state::wants_write);
    clear_errors();
    std::size_t size = 0;
    return SSL_write_ex(tls_.get(), bytes.data(), bytes.size(), &size) == 1 ? progress{.size = size} : tls_failure();
}

byte_stream::progress byte_stream::read(std::span<char> into) {
    if (!tls_) return socket_progress(::recv(socket_.native_handle(), into.data(), into.size(), 0), state::wants_read);
    clear_errors();
    std::size_t size = 0;
    return SSL_read_ex(tls_.get(), into.data(), into.size(), &size) == 1 ? progress{.size = size} : tls_failure();
}

bool byte_stream::quiet() {
    char byte = 0;
    const auto came = ::recv(socket_.native_handle(), &byte, 1, MSG_PEEK);
    const bool nothing = came < 0 && errno == EAGAIN;
    if (!tls_ || (came <= 0 && (!nothing || SSL_has_pending(tls_.get()) == 0))) return nothing;
    // A ticket or another key may have come, and is no reason to part.
    clear_errors();
    std::size_t size = 0;
    return SSL_peek_ex(tls_.get(), &byte, 1, &size) != 1 && tls_failure().now == state::wants_read;
}

tls_session byte_stream::session() const {
    tls_session out{tls_ ? SSL_get1_session(tls_.get()) : nullptr};
    if (out && SSL_SESSION_is_resumable(out.get()) != 1) out.reset();
    return out;
}

byte_stream::progress byte_stream::tls_failure() const {
    const auto error_of_socket = errno;
    switch (SSL_get_error(tls_.get(), -1)) {
        case SSL_ERROR_WANT_READ: return {.now = state::wants_read};
        case SSL_ERROR_WANT_WRITE: return {.now = state::wants_write};
        case SSL_ERROR_ZERO_RETURN: return {.now = state::ended};
        case SSL_ERROR_SYSCALL:
            if (error_of_socket != 0)
                return {.now = state::failed, .why = {error_of_socket, boost::system::system_category()}};
            return {.now = state::failed, .why = asio::ssl::error::stream_truncated};
        default: break;
    }
    const auto code = ERR_peek_error();
    if (ERR_GET_REASON(code) == SSL_R_UNEXPECTED_EOF_WHILE_READING)
        return {.now = state::failed, .why = asio::ssl::error::stream_truncated};
    return {.now = state::failed, .why = {static_cast<int>(code), asio::error::get_ssl_category()}};
}

}  // namespace wecom
