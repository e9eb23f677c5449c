#pragma once

#include "io/awaitable.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>

#include <deque>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// One end of a TCP connection, as a script sees it.
class line {
public:
    explicit line(wecom::io_socket socket) : socket_{std::move(socket)} {}

    wecom::awaitable<std::string> hear_header() {
        std::string heard;
        co_await boost::asio::async_read_until(socket_, boost::asio::dynamic_buffer(heard), "\r\n\r\n",
                                               wecom::as_result);
        co_return heard;
    }
    wecom::awaitable<std::string> hear(std::size_t size) {
        std::string heard(size, '\0');
        co_await boost::asio::async_read(socket_, boost::asio::buffer(heard), wecom::as_result);
        co_return heard;
    }
    wecom::awaitable<void> say(std::string text) {
        co_await boost::asio::async_write(socket_, boost::asio::buffer(text), wecom::as_result);
    }
    wecom::awaitable<void> wait_until_the_other_leaves() { co_await hear(1 << 20); }
    void hang_up() { socket_.close(); }

    boost::asio::ip::tcp::endpoint other_end() const { return socket_.remote_endpoint(); }

private:
    wecom::io_socket socket_;
};

// A TCP server on this machine, on the loop of the test: each connection follows the script.
class line_server {
public:
    using script = std::function<wecom::awaitable<void>(line&)>;

    line_server(boost::asio::io_context& context, script what, const std::string& address = "127.0.0.1",
                std::uint16_t port = 0)
        : acceptor_{context, {boost::asio::ip::make_address(address), port}}, script_{std::move(what)} {
        boost::asio::co_spawn(context, accept_all(), boost::asio::detached);
    }

    std::uint16_t port() const { return acceptor_.local_endpoint().port(); }
    const std::vector<std::string>& clients() const { return clients_; }  // their addresses

private:
    wecom::awaitable<void> accept_all() {
        for (;;) {
            auto [failed, socket] = co_await acceptor_.async_accept(wecom::as_result);
            if (failed) co_return;
            boost::system::error_code gone;
            clients_.push_back(socket.remote_endpoint(gone).address().to_string());
            boost::asio::co_spawn(acceptor_.get_executor(), serve(std::move(socket)), boost::asio::detached);
        }
    }
    wecom::awaitable<void> serve(wecom::io_socket socket) {
        line client{std::move(socket)};
        co_await script_(client);
        co_await client.wait_until_the_other_leaves();
    }

    boost::asio::basic_socket_acceptor<boost::asio::ip::tcp, wecom::io_executor> acceptor_;
    script script_;
    std::vector<std::string> clients_;
};
