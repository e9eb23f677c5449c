#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <openssl/types.h>

#include <chrono>
#include <cstddef>
#include <memory>
#include <string_view>

namespace host {

// The bytes of one connection, in clear or inside TLS: the client's first byte tells which. Everything that is waited
// for ends at one deadline; then, as after cut, nothing comes and nothing goes any more.
class wire {
public:
    wire(boost::asio::ip::tcp::socket socket, SSL_CTX* tls);  // tls: null if it is not spoken here
    ~wire();

    void expires_after(std::chrono::milliseconds time);  // while nothing is waited for
    void cut();                                          // whatever is waited for ends

    boost::asio::awaitable<bool> open();                                        // false: nobody is there
    boost::asio::awaitable<std::size_t> read_some(char* to, std::size_t room);  // 0: the other side has ended
    boost::asio::awaitable<bool> write(std::string_view bytes);

    // Tells the other side that this was all, and lets it read what it was told: whoever closes while bytes arrive may
    // destroy what was sent before.
    boost::asio::awaitable<void> close();

    bool is_secure() const;
    boost::asio::ip::address peer() const;

private:
    struct streams;
    std::unique_ptr<streams> streams_;
};

}  // namespace host
