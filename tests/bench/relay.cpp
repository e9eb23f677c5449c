#include "bench/relay.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <unistd.h>

#include <deque>
#include <memory>
#include <string>

namespace bench {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;
using clock = std::chrono::steady_clock;

// What is on its way in one direction.
struct line {
    explicit line(const asio::any_io_executor& on) : news{on, clock::time_point::max()} {}

    struct packet {
        clock::time_point arrives;
        std::string bytes;  // empty: the end
    };
    std::deque<packet> packets;
    asio::steady_timer news;
};

struct passage {
    passage(tcp::socket from, const asio::any_io_executor& on)
        : client{std::move(from)}, server{on}, there{on}, back{on} {}

    tcp::socket client, server;
    line there, back;
    clock::time_point connected;  // as the client would see it from afar
    bool delivered = true;        // to the client, since it spoke last
};

class long_way {
public:
    long_way(asio::io_context& context, std::chrono::milliseconds round_trip, board& seen)
        : context_{context}, round_trip_{round_trip}, seen_{seen} {}

    asio::awaitable<void> accept(tcp::acceptor listener, tcp::endpoint server) {
        for (;;) {
            auto one =
                std::make_shared<passage>(co_await listener.async_accept(asio::use_awaitable), context_.get_executor());
            one->connected = clock::now() + round_trip_;
            ++seen_.relayed_connections;
            ++seen_.round_trips;
            co_await one->server.async_connect(server, asio::use_awaitable);
            one->client.set_option(tcp::no_delay{true});
            one->server.set_option(tcp::no_delay{true});
            asio::co_spawn(context_, take(one, one->client, one->there), asio::detached);
            asio::co_spawn(context_, take(one, one->server, one->back), asio::detached);
            asio::co_spawn(context_, deliver(one, one->there, one->server), asio::detached);
            asio::co_spawn(context_, deliver(one, one->back, one->client), asio::detached);
        }
    }

private:
    asio::awaitable<void> take(std::shared_ptr<passage> on, tcp::socket& from, line& to) {
        std::string part(16384, '\0');
        for (;;) {
            error_code ended;
            const auto size =
                co_await from.async_read_some(asio::buffer(part), asio::redirect_error(asio::use_awaitable, ended));
            if (&from == &on->client && size > 0 && std::exchange(on->delivered, false)) ++seen_.round_trips;
            to.packets.push_back({std::max(clock::now(), on->connected) + round_trip_ / 2, part.substr(0, size)});
            to.news.cancel();
            if (ended) co_return;
        }
    }

    asio::awaitable<void> deliver(std::shared_ptr<passage> on, line& from, tcp::socket& to) {
        error_code ended;
        while (!ended) {
            error_code cancelled;
            if (from.packets.empty())
                co_await from.news.async_wait(asio::redirect_error(asio::use_awaitable, cancelled));
            if (from.packets.empty()) continue;
            const auto next = std::move(from.packets.front());
            from.packets.pop_front();
            co_await asio::steady_timer{context_, next.arrives}.async_wait(asio::use_awaitable);
            if (next.bytes.empty()) break;
            if (&to == &on->client) on->delivered = true;
            co_await asio::async_write(to, asio::buffer(next.bytes), asio::redirect_error(asio::use_awaitable, ended));
        }
        to.shutdown(tcp::socket::shutdown_send, ended);
    }

    asio::io_context& context_;
    const std::chrono::milliseconds round_trip_;
    board& seen_;
};

}  // namespace

void relay(int listening_socket, std::uint16_t server_port, std::chrono::milliseconds round_trip, board& seen) {
    asio::io_context context;
    long_way to_server{context, round_trip, seen};
    asio::co_spawn(context,
                   to_server.accept(tcp::acceptor{context, tcp::v4(), listening_socket},
                                    {asio::ip::address_v4::loopback(), server_port}),
                   [](std::exception_ptr broken) {
                       if (broken) std::rethrow_exception(broken);
                   });
    context.run();
    ::_exit(1);
}

}  // namespace bench
