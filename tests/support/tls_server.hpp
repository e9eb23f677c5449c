#pragma once

#include "support/certificates.hpp"

#include <openssl/ssl.h>

#include <sys/socket.h>

#include <condition_variable>
#include <deque>
#include <functional>
#include <initializer_list>
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

    void handshake();
    std::string read_request();
    void send(std::string_view bytes);
    // Each in a TLS record of its own, all in one packet.
    void send_at_once(std::initializer_list<std::string_view> records);
    void answer(std::string_view bytes) {
        read_request();
        send(bytes);
    }
    void read_in_clear();
    void send_in_clear(std::string_view bytes);

    void say_goodbye();  // close_notify
    // As the last word of a script: the connection ends here, without close_notify if it was not said.
    void leave() { over_ = true; }
    void reset();

private:
    friend class tls_server;
    void set(int level, int option, const auto& value) { ::setsockopt(socket_, level, option, &value, sizeof value); }
    void wait_until_client_leaves();

    tls_server& server_;
    int socket_;
    bool over_ = false;
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

    std::uint16_t port() const { return port_; }
    int connections() const;
    int handshakes() const;
    std::vector<std::string> requests() const;      // their bytes, in order of arrival
    std::vector<std::string> server_names() const;  // of the handshakes; empty without SNI
    void wait_until_accepted(int connections);
    void wait_until_asked(std::size_t requests);
    void wait_until_ended(int connections);

private:
    friend class tls_peer;
    void accept_all();
    void run(int socket, const script& what);
    template <class Condition>
    void wait_until(Condition reached);

    std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context_;
    int listener_;
    std::uint16_t port_ = 0;
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<script> scripts_;
    std::vector<std::string> requests_, server_names_;
    std::set<int> sockets_;
    int connections_ = 0, ended_ = 0;
    std::deque<std::jthread> threads_;
    std::jthread acceptor_;
};
