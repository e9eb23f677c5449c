#include "server.hpp"

#include "call_log.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>

#include <cctype>
#include <csignal>
#include <iostream>
#include <list>

namespace simulator {

namespace asio = boost::asio;
namespace ssl = asio::ssl;
namespace http = boost::beast::http;
using asio::use_awaitable;
using asio::ip::tcp;
using lowest_socket = tcp::socket::lowest_layer_type;
using tls_stream = ssl::stream<tcp::socket>;

namespace {

constexpr std::size_t body_limit = 1 << 20;

std::optional<request> translate(const http::request<http::string_body>& from, const lowest_socket& socket) {
    auto made = make_request(from.method_string(), from.target());
    if (!made) return made;
    for (auto& field : from) {
        std::string name(field.name_string());
        for (auto& c : name)
            c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
        made->headers.try_emplace(std::move(name), field.value());
    }
    made->body = from.body();
    boost::system::error_code gone;
    made->peer = socket.remote_endpoint(gone).address().to_string();
    return made;
}

http::response<http::string_body> translate(const response& from, const http::request<http::string_body>& asked) {
    http::response<http::string_body> made(static_cast<http::status>(from.status), asked.version());
    for (auto& [name, value] : from.headers)
        made.insert(name, value);
    made.set(http::field::connection, asked.keep_alive() ? "keep-alive" : "close");
    made.content_length(from.body.size());
    if (asked.method() != http::verb::head) made.body() = from.body;
    return made;
}

void cut_off(lowest_socket& socket) {
    boost::system::error_code ignored;
    socket.set_option(asio::socket_base::linger(true, 0), ignored);
    socket.close(ignored);
}

// Comes back when the peer is gone.
template <class Stream>
asio::awaitable<void> wait_for_end(Stream& stream) {
    char drained[512];
    for (;;)
        co_await stream.async_read_some(asio::buffer(drained), use_awaitable);
}

template <class Stream>
asio::awaitable<void> write_half(Stream& stream, http::response<http::string_body>& message) {
    http::response_serializer<http::string_body> serializer(message);
    serializer.split(true);
    co_await http::async_write_header(stream, serializer, use_awaitable);
    co_await asio::async_write(stream, asio::buffer(message.body().data(), message.body().size() / 2), use_awaitable);
}

// Returns whether the connection stays.
template <class Stream>
asio::awaitable<bool> deliver(Stream& stream, const reply& answered, const http::request<http::string_body>& asked) {
    auto& socket = stream.lowest_layer();
    if (answered.delay.count() > 0) {
        asio::steady_timer timer(socket.get_executor(), answered.delay);
        co_await timer.async_wait(use_awaitable);
    }
    if (answered.how == delivery::never) co_await wait_for_end(stream);
    if (answered.how == delivery::reset) {
        cut_off(socket);
        co_return false;
    }
    auto message = translate(answered.message, asked);
    if (answered.how == delivery::truncated) {
        co_await write_half(stream, message);
        co_return false;
    }
    co_await http::async_write(stream, message, use_awaitable);
    bool promise_kept = answered.how == delivery::whole;
    co_return promise_kept&& message.keep_alive();
}

// A defect of ours is said aloud, and does not end the program under test.
reply answer_or_admit(const answerer& answer, const request& from) {
    try {
        return answer(from);
    } catch (const std::exception& defect) {
        std::cerr << "wecom-simulator: " << from.method << ' ' << from.path << ": " << defect.what() << '\n';
        return {{.status = 500}};
    }
}

template <class Stream>
asio::awaitable<void> serve(Stream& stream, const answerer& answer, unsigned connection) {
    boost::beast::flat_buffer buffer;
    for (bool stays = true; stays;) {
        http::request_parser<http::string_body> parser;
        parser.body_limit(body_limit);
        co_await http::async_read(stream, buffer, parser, use_awaitable);
        auto asked = parser.release();
        auto from = translate(asked, stream.lowest_layer());
        if (from) from->connection = connection;
        reply answered = from ? answer_or_admit(answer, *from) : reply{{.status = 400}};
        stays = co_await deliver(stream, answered, asked);
    }
}

void part(std::exception_ptr failed) {
    try {
        if (failed) std::rethrow_exception(failed);
    } catch (const boost::system::system_error&) {
        // The peer is gone, which is daily business and how every session ends.
    }
}

asio::awaitable<void> serve_tls(tcp::socket socket, ssl::context& context, const answerer& answer, call_log& log) {
    boost::system::error_code gone;
    unsigned connection = log.accepted(socket.remote_endpoint(gone).address().to_string());
    struct farewell {
        call_log& log;
        unsigned connection;
        ~farewell() { log.closed(connection); }
    } at_end{log, connection};
    tls_stream stream(std::move(socket), context);
    co_await stream.async_handshake(ssl::stream_base::server, use_awaitable);
    auto* name = SSL_get_servername(stream.native_handle(), TLSEXT_NAMETYPE_host_name);
    log.handshaken(connection, SSL_get_version(stream.native_handle()), name ? name : "");
    co_await serve(stream, answer, connection);
}

asio::awaitable<void> serve_plain(tcp::socket socket, const answerer& answer) { co_await serve(socket, answer, 0); }

// A listener that cannot go on ends the program.
void insist(std::exception_ptr failed) {
    if (failed) std::rethrow_exception(failed);
}

asio::awaitable<void> accept(tcp::acceptor& acceptor, std::function<void(tcp::socket)> welcome) {
    for (;;) {
        tcp::socket socket = co_await acceptor.async_accept(use_awaitable);
        boost::system::error_code gone;
        socket.set_option(tcp::no_delay(true), gone);
        welcome(std::move(socket));
    }
}

ssl::context make_tls_context(const certificate_files& files) {
    ssl::context context(ssl::context::tls_server);
    SSL_CTX_set_min_proto_version(context.native_handle(), TLS1_2_VERSION);
    context.use_certificate_chain_file(files.chain.string());
    context.use_private_key_file(files.key.string(), ssl::context::pem);
    return context;
}

}  // namespace

struct server::state {
    // The sessions live in `io` and refer to what stands above it.
    std::list<answerer> answerers;
    std::list<ssl::context> contexts;
    asio::io_context io{1};
    std::list<tcp::acceptor> acceptors;
    // Caught from the beginning: whoever reads the ready line may end the program at once.
    asio::signal_set signals{io, SIGINT, SIGTERM};

    tcp::acceptor& bind(const address& at) {
        return acceptors.emplace_back(io, tcp::endpoint(asio::ip::make_address(at.host), at.port));
    }
};

server::server() : state_(std::make_unique<state>()) {}

server::~server() = default;

unsigned short server::listen_tls(const address& at, const certificate_files& files, answerer answer, call_log& log) {
    auto& acceptor = state_->bind(at);
    auto& context = state_->contexts.emplace_back(make_tls_context(files));
    auto& kept = state_->answerers.emplace_back(std::move(answer));
    auto welcome = [&](tcp::socket socket) {
        co_spawn(state_->io, serve_tls(std::move(socket), context, kept, log), part);
    };
    co_spawn(state_->io, accept(acceptor, welcome), insist);
    return acceptor.local_endpoint().port();
}

unsigned short server::listen_plain(const address& at, answerer answer) {
    auto& acceptor = state_->bind(at);
    auto& kept = state_->answerers.emplace_back(std::move(answer));
    auto welcome = [&](tcp::socket socket) { co_spawn(state_->io, serve_plain(std::move(socket), kept), part); };
    co_spawn(state_->io, accept(acceptor, welcome), insist);
    return acceptor.local_endpoint().port();
}

void server::run() {
    state_->signals.async_wait([&](auto, int) { state_->io.stop(); });
    state_->io.run();
}

}  // namespace simulator
