#include "web/wire.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/tcp_stream.hpp>

#include <openssl/ssl.h>

#include <array>
#include <optional>

namespace host {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::beast::tcp_stream;
using boost::system::error_code;

constexpr char tls_handshake = 0x16;
constexpr std::chrono::seconds farewell{2};
constexpr std::size_t most_ignored = 256 * 1024;

// How every operation below reports: by an error that the coroutine looks at.
auto into(error_code& error) { return asio::redirect_error(asio::use_awaitable, error); }

// ::ffff:127.0.0.1 is 127.0.0.1.
asio::ip::address plain_address(const asio::ip::address& from) {
    if (!from.is_v6() || !from.to_v6().is_v4_mapped()) return from;
    return asio::ip::make_address_v4(asio::ip::v4_mapped, from.to_v6());
}

}  // namespace

struct wire::streams {
    tcp_stream plain;
    SSL_CTX* const tls;
    asio::ip::address peer{};
    std::optional<asio::ssl::stream<tcp_stream&>> secure{};
    std::optional<char> first{};  // of a client that does not speak TLS
};

wire::wire(tcp::socket socket, SSL_CTX* tls) : streams_{new streams{tcp_stream{std::move(socket)}, tls}} {
    error_code gone;
    auto& line = streams_->plain.socket();
    line.set_option(tcp::no_delay{true}, gone);
    streams_->peer = plain_address(line.remote_endpoint(gone).address());
}

wire::~wire() = default;

void wire::expires_after(std::chrono::milliseconds time) { streams_->plain.expires_after(time); }
void wire::cut() { streams_->plain.close(); }
bool wire::is_secure() const { return streams_->secure.has_value(); }
asio::ip::address wire::peer() const { return streams_->peer; }

asio::awaitable<bool> wire::open() {
    auto& [plain, tls, peer, secure, first] = *streams_;
    if (!tls) co_return true;
    char byte = 0;
    error_code error;
    co_await plain.async_read_some(asio::buffer(&byte, 1), into(error));
    if (error) co_return false;
    if (byte != tls_handshake) {
        first = byte;
        co_return true;
    }
    secure.emplace(plain, SSL_new(tls));
    co_await secure->async_handshake(asio::ssl::stream_base::server, asio::buffer(&byte, 1), into(error));
    co_return !error;
}

asio::awaitable<std::size_t> wire::read_some(char* to, std::size_t room) {
    auto& [plain, tls, peer, secure, first] = *streams_;
    if (first) {
        *to = *first;
        first.reset();
        co_return 1;
    }
    error_code error;
    std::size_t count = 0;
    if (secure)
        count = co_await secure->async_read_some(asio::buffer(to, room), into(error));
    else
        count = co_await plain.async_read_some(asio::buffer(to, room), into(error));
    co_return error ? 0 : count;
}

asio::awaitable<bool> wire::write(std::string_view bytes) {
    auto& [plain, tls, peer, secure, first] = *streams_;
    error_code error;
    const auto all = asio::buffer(bytes);
    if (secure)
        co_await asio::async_write(*secure, all, into(error));
    else
        co_await asio::async_write(plain, all, into(error));
    co_return !error;
}

asio::awaitable<void> wire::close() {
    auto& [plain, tls, peer, secure, first] = *streams_;
    error_code error;
    plain.expires_after(farewell);
    if (secure) co_await secure->async_shutdown(into(error));
    error.clear();
    plain.socket().shutdown(tcp::socket::shutdown_send, error);
    std::array<char, 4096> ignored;
    for (std::size_t count = 0; !error && count < most_ignored;)
        count += co_await plain.async_read_some(asio::buffer(ignored), into(error));
}

}  // namespace host
