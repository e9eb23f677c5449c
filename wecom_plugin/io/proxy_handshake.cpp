#include "io/proxy_handshake.hpp"

#include "core/http_connect.hpp"
#include "core/socks5.hpp"

#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/tcp_stream.hpp>

#include <array>

namespace wecom {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
using timed_stream = beast::basic_stream<asio::ip::tcp, io_executor>;
using boost::system::error_code;

class proxy_talk {
public:
    proxy_talk(io_socket to_proxy, const proxy_server& proxy, const web_url& target, time_point deadline)
        : stream_{std::move(to_proxy)}, proxy_{proxy}, target_{target} {
        stream_.expires_at(deadline);
    }

    awaitable<result<void>> http_connect() {
        if (const auto said = co_await say(make_connect_request(proxy_, target_)); !said) co_return said;
        std::string received;
        for (;;) {
            std::array<char, 4096> some;
            const auto [failed, size] = co_await stream_.async_read_some(asio::buffer(some), as_result);
            if (failed) co_return lost(failed);
            received.append(some.data(), size);
            if (auto answer = parse_connect_answer(received, proxy_, target_)) co_return *answer;
        }
    }

    awaitable<result<void>> socks5() {
        if (const auto said = co_await say(make_socks5_greeting(proxy_)); !said) co_return said;
        const auto choice = co_await hear(socks5_choice_size);
        if (!choice) co_return choice.error();
        const auto next = parse_socks5_choice(*choice, proxy_);
        if (!next) co_return next.error();
        if (*next == socks5_next::log_in)
            if (const auto in = co_await socks5_login(); !in) co_return in;

        if (const auto said = co_await say(make_socks5_request(target_)); !said) co_return said;
        const auto answer = co_await hear(socks5_answer_size);
        if (!answer) co_return answer.error();
        const auto rest = parse_socks5_answer(*answer, proxy_, target_);
        if (!rest) co_return rest.error();
        const auto bound_address = co_await hear(*rest);
        if (!bound_address) co_return bound_address.error();
        co_return result<void>{};
    }

    result<io_socket> take() {
        if (error_code unknown; stream_.socket().available(unknown) > 0) return early_data(proxy_);
        return stream_.release_socket();
    }

private:
    awaitable<result<void>> socks5_login() {
        if (const auto said = co_await say(make_socks5_login(proxy_)); !said) co_return said;
        const auto answer = co_await hear(socks5_login_answer_size);
        if (!answer) co_return answer.error();
        co_return parse_socks5_login_answer(*answer, proxy_);
    }

    awaitable<result<void>> say(secret text) {
        const auto [failed, size] = co_await asio::async_write(stream_, asio::buffer(text.reveal()), as_result);
        if (failed) co_return lost(failed);
        co_return result<void>{};
    }

    awaitable<result<std::string>> hear(std::size_t size) {
        std::string out(size, '\0');
        const auto [failed, got] = co_await asio::async_read(stream_, asio::buffer(out), as_result);
        if (failed) co_return lost(failed);
        co_return out;
    }

    error lost(error_code failed) const {
        if (failed == asio::error::operation_aborted) return {.code = errc::cancelled};
        if (failed == asio::error::eof) return proxy_error(proxy_, "hung up: is it a proxy, and is it in order?");
        if (failed != beast::error::timeout) return proxy_error(proxy_, "hung up: " + failed.message());
        auto late = proxy_error(proxy_, "did not open a way in time: ask who runs it");
        late.code = errc::deadline;
        return late;
    }

    timed_stream stream_;
    const proxy_server& proxy_;
    const web_url& target_;
};

}  // namespace

awaitable<result<io_socket>> open_way(io_socket to_proxy, const proxy_server& proxy, const web_url& target,
                                      time_point deadline) {
    proxy_talk talk{std::move(to_proxy), proxy, target, deadline};
    const bool http = proxy.speaks == proxy_server::protocol::http;
    auto opening = http ? talk.http_connect() : talk.socks5();
    const auto opened = co_await std::move(opening);
    if (!opened) co_return opened.error();
    co_return talk.take();
}

}  // namespace wecom
