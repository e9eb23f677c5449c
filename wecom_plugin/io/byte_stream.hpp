#pragma once

#include "io/awaitable.hpp"

#include <boost/asio/ip/tcp.hpp>

#include <openssl/ssl.h>

#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace wecom {

template <auto Free>
struct freed_by {
    void operator()(auto* object) const { Free(object); }
};

// What lets the next connection to the same server shake hands in fewer steps. Of one use.
using tls_session = std::unique_ptr<SSL_SESSION, freed_by<&SSL_SESSION_free>>;

// The bytes to and from one peer: a connected socket, within TLS or in clear. No call waits; each says what to wait
// for. OpenSSL writes to the socket itself, so SIGPIPE has to be blocked on the thread that uses it.
class byte_stream {
public:
    // In clear if trust is null.
    byte_stream(io_socket socket, SSL_CTX* trust);

    enum class state {
        done,         // `size` bytes; 0 for a handshake
        wants_read,   // try again when the socket can be read
        wants_write,  // ... written
        ended,        // the peer has said that nothing will follow
        failed        // `why`
    };
    struct progress {
        state now = state::done;
        std::size_t size = 0;
        boost::system::error_code why{};
    };

    // Before the handshake: who the peer must prove to be. False if OpenSSL did not take it: it would then accept
    // everybody.
    bool expect_peer(const std::string& host);
    // After it: whether that is who the certificate names. OpenSSL forgets whom to expect if it has no memory when it
    // verifies the chain.
    bool is_peer(const std::string& host) const;
    void resume(tls_session known);
    progress handshake();

    progress write(std::string_view bytes);
    progress read(std::span<char> into);
    // There are bytes to read for which the socket need not be waited for.
    bool has_more() const { return tls_ && SSL_has_pending(tls_.get()) == 1; }

    // The peer has neither ended nor sent anything.
    bool quiet();

    // What the server has given for the next connection; null if nothing.
    tls_session session() const;

    // After a step that wants something: when it can be tried again.
    auto ready(state wanted) {
        using socket = io_socket;
        return socket_.async_wait(wanted == state::wants_read ? socket::wait_read : socket::wait_write, as_result);
    }

    io_socket& socket() { return socket_; }
    SSL* tls() const { return tls_.get(); }  // null in clear

private:
    // Freed without a goodbye, OpenSSL would take the session for broken.
    struct end_tls {
        void operator()(SSL* tls) const {
            SSL_set_shutdown(tls, SSL_SENT_SHUTDOWN | SSL_RECEIVED_SHUTDOWN);
            SSL_free(tls);
        }
    };
    progress tls_failure() const;

    io_socket socket_;
    std::unique_ptr<SSL, end_tls> tls_;
};

}  // namespace wecom
