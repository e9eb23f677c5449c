#include "bench/bare_loops.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl.hpp>
#include <boost/json/parse.hpp>

#include <condition_variable>
#include <mutex>
#include <stdexcept>
#include <thread>
#include <vector>

namespace bench {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
namespace ssl = boost::asio::ssl;
using asio::ip::tcp;

constexpr std::chrono::seconds deadline{8};

std::string member_in(std::string_view body) {
    const auto answer = boost::json::parse({body.data(), body.size()});
    const auto& id = answer.as_object().at("userid").as_string();
    return {id.data(), id.size()};
}

void check(std::string_view member) {
    if (member != "zhangsan") throw std::runtime_error{"a bare loop got a wrong identity"};
}

http::request<http::empty_body> make_request(const stage& at, std::size_t which) {
    http::request<http::empty_body> out{http::verb::get, login_path(at.seen(), which), 11};
    out.set(http::field::host, "127.0.0.1:" + std::to_string(at.port()));
    out.set(http::field::user_agent, "bare-loop");
    out.set(http::field::accept, "application/json");
    return out;
}

ssl::context trusting(const stage& at) {
    ssl::context out{ssl::context::tls_client};
    out.load_verify_file(at.ca_file());
    out.set_verify_mode(ssl::verify_peer);
    return out;
}

tcp::endpoint endpoint_of(const stage& at) { return {asio::ip::address_v4::loopback(), at.port()}; }

tcp::socket& socket_of(tcp::socket& of) { return of; }
tcp::socket& socket_of(beast::tcp_stream& of) { return of.socket(); }

// A kept connection. Opened by blocking calls; used as its owner likes.
template <class Stream>
struct kept {
    kept(const stage& at, asio::io_context& on, ssl::context& trust) : stream{on, trust} {
        auto& socket = socket_of(beast::get_lowest_layer(stream));
        socket.connect(endpoint_of(at));
        socket.set_option(tcp::no_delay{true});
        stream.handshake(ssl::stream_base::client);
    }
    Stream stream;
    beast::flat_buffer buffer;
};
using kept_async = kept<beast::ssl_stream<beast::tcp_stream>>;

asio::awaitable<std::string> ask(const stage& at, kept_async& over, std::size_t which) {
    beast::get_lowest_layer(over.stream).expires_after(deadline);
    co_await http::async_write(over.stream, make_request(at, which), asio::use_awaitable);
    http::response<http::string_body> answer;
    co_await http::async_read(over.stream, over.buffer, answer, asio::use_awaitable);
    co_return member_in(answer.body());
}

}  // namespace

std::string login_path(const board& seen, std::size_t which) {
    auto code = std::to_string(which);
    code.resize(43, 'C');
    return "/cgi-bin/auth/getuserinfo?access_token=" + token_text(seen.valid_token) + "&code=" + code;
}

void check_member(std::string_view body) { check(member_in(body)); }

struct blocking_beast::impl {
    explicit impl(const stage& on) : at{on} {}
    const stage& at;
    asio::io_context context;
    ssl::context trust = trusting(at);
    kept<ssl::stream<tcp::socket>> connection{at, context, trust};
};

blocking_beast::blocking_beast(const stage& at) : impl_{std::make_unique<impl>(at)} {}
blocking_beast::~blocking_beast() = default;

void blocking_beast::log_in(std::size_t which) {
    auto& [stream, buffer] = impl_->connection;
    http::write(stream, make_request(impl_->at, which));
    http::response<http::string_body> answer;
    http::read(stream, buffer, answer);
    check_member(answer.body());
}

struct posted_coroutine::impl {
    explicit impl(const stage& on) : at{on} {}
    const stage& at;
    asio::io_context context{1};
    asio::executor_work_guard<asio::io_context::executor_type> work = asio::make_work_guard(context);
    ssl::context trust = trusting(at);
    kept_async connection{at, context, trust};
    std::jthread io{[this] { context.run(); }};
};

posted_coroutine::posted_coroutine(const stage& at) : impl_{std::make_unique<impl>(at)} {}
posted_coroutine::~posted_coroutine() { impl_->context.stop(); }

void posted_coroutine::log_in(std::size_t which) {
    struct {
        std::mutex mutex;
        std::condition_variable done;
        bool ended = false;
        std::exception_ptr broken;
        std::string member;
    } mine;
    asio::co_spawn(impl_->context, ask(impl_->at, impl_->connection, which),
                   [&mine](std::exception_ptr broken, std::string member) {
                       const std::lock_guard lock{mine.mutex};
                       mine.broken = broken;
                       mine.member = std::move(member);
                       mine.ended = true;
                       mine.done.notify_one();
                   });
    std::unique_lock lock{mine.mutex};
    mine.done.wait(lock, [&] { return mine.ended; });
    if (mine.broken) std::rethrow_exception(mine.broken);
    check(mine.member);
}

struct beast_loop::impl {
    explicit impl(const stage& on) : at{on} {}

    asio::awaitable<void> keep_asking(kept_async& over) {
        while (left > 0) {
            const auto which = left--;
            check(co_await ask(at, over, which));
        }
    }

    const stage& at;
    asio::io_context context{1};
    ssl::context trust = trusting(at);
    std::vector<std::unique_ptr<kept_async>> connections;
    std::size_t left = 0;
};

beast_loop::beast_loop(const stage& at, std::size_t connections) : impl_{std::make_unique<impl>(at)} {
    while (impl_->connections.size() < connections)
        impl_->connections.push_back(std::make_unique<kept_async>(at, impl_->context, impl_->trust));
}
beast_loop::~beast_loop() = default;

void beast_loop::log_in_all(std::size_t logins) {
    impl_->left = logins;
    for (auto& one : impl_->connections)
        asio::co_spawn(impl_->context, impl_->keep_asking(*one), [](std::exception_ptr broken) {
            if (broken) std::rethrow_exception(broken);
        });
    impl_->context.restart();
    impl_->context.run();
}

}  // namespace bench
