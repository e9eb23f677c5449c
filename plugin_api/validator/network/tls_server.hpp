#pragma once

#include "validator/network/certificates.hpp"

#include <openssl/ssl.h>

#include <sys/socket.h>

#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <initializer_list>
#include <list>
#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

class tls_server;

// One connection, as the server's script sees it. Runs on a thread of its own and may block; when the client leaves,
// the script ends.
class tls_peer {
public:
    tls_peer(tls_server& of, int socket) : server_{of}, socket_{socket} {}
    ~tls_peer();
    tls_peer(const tls_peer&) = delete;

    // The bytes of the TLS records are written to the socket by `writer`, where a test wants to tamper with them.
    using writer = std::function<void(std::string_view)>;
    void handshake(writer instead = {});
    // In clear as long as no hands were shaken.
    std::string read_request();
    const std::string& last_request() const { return last_request_; }
    void send(std::string_view bytes);
    // Each in a TLS record of its own, all in one packet.
    void send_at_once(std::initializer_list<std::string_view> records);
    void answer(std::string_view bytes) {
        read_request();
        send(bytes);
    }
    // As little as the system allows. Before the handshake.
    void shrink_receive_buffer() { set(SOL_SOCKET, SO_RCVBUF, 1); }
    // Until what was sent waits at the client.
    void wait_until_delivered();
    void read_in_clear();
    void send_in_clear(std::string_view bytes);

    void say_goodbye();  // close_notify
    // As the last word of a script: the connection ends here, without close_notify if it was not said.
    void leave() { over_ = true; }
    void reset();
    bool over() const { return over_; }
    void wait_until_client_leaves();
    // Lets time pass; the script ends if the client leaves meanwhile. For a server that is slow on purpose.
    void pause(std::chrono::milliseconds time);
    SSL* tls() { return tls_.get(); }

private:
    friend class tls_server;
    void set(int level, int option, const auto& value) { ::setsockopt(socket_, level, option, &value, sizeof value); }

    tls_server& server_;
    int socket_;
    bool over_ = false;
    std::string last_request_;
    writer writer_;
    std::unique_ptr<SSL, decltype(&SSL_free)> tls_{nullptr, &SSL_free};
};

// A TLS server on 127.0.0.1 that does what a test tells it, connection by connection.
class tls_server {
public:
    using script = std::function<void(tls_peer&)>;

    explicit tls_server(const credentials& who, int newest_version = TLS1_3_VERSION);
    ~tls_server();
    tls_server(const tls_server&) = delete;

    // The next connections: the handshake, this script, and then nothing until the client leaves. After the last of
    // them connections are closed at once.
    void serve(script what, int connections = 1);
    // The same without the handshake.
    void serve_in_clear(script what);
    // All connections beyond those, in clear: a script that wants TLS begins with the handshake.
    void serve_others(script what);
    // Ends what is open now, in the middle of whatever it is.
    void cut_connections();

    // The certificate that handshakes show from now on, and what else is sent with it.
    void present(const credentials& who, const std::vector<X509*>& chain = {});
    // For settings that hold from the next handshake on.
    SSL_CTX* context() { return context_.get(); }

    std::uint16_t port() const { return port_; }
    int connections() const;
    int handshakes() const;
    std::vector<std::string> requests() const;      // their bytes, in order of arrival
    std::vector<std::string> server_names() const;  // of the handshakes; empty without SNI
    std::vector<bool> resumed() const;              // of the handshakes, whether they go on where another ended
    // Would read what a client sends before the handshake is done.
    void offer_early_data() {
        SSL_CTX_set_max_early_data(context_.get(), 16384);
        SSL_CTX_set_options(context_.get(), SSL_OP_NO_ANTI_REPLAY);
    }
    int early_data() const;
    void wait_until_accepted(int connections);
    void wait_until_asked(std::size_t requests);
    void wait_until_ended(int connections);

private:
    friend class tls_peer;
    void accept_all();
    void run(int socket, const script& what);
    void begin_locked(int socket, script what);
    void identify(SSL* connection) const;
    template <class Condition>
    void wait_until(Condition reached);

    std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context_;
    int listener_;
    std::uint16_t port_ = 0;
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::unique_ptr<EVP_PKEY, openssl_free> key_;
    std::unique_ptr<STACK_OF(X509), openssl_free> certificates_;  // the first is the server's own
    std::deque<script> scripts_;
    script others_ = [](tls_peer& peer) { peer.leave(); };
    std::vector<std::string> requests_, server_names_;
    std::set<int> sockets_;
    std::vector<bool> resumed_;
    int connections_ = 0, ended_ = 0, early_data_ = 0;
    // One for each connection; those that have ended wait for the next connection to be joined.
    std::list<std::jthread> threads_, ended_threads_;
    std::jthread acceptor_;
};
