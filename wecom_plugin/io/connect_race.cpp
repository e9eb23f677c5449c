#include "io/connect_race.hpp"

#include <boost/asio/this_coro.hpp>
#include <boost/beast/core/tcp_stream.hpp>

#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <list>
#include <memory>
#include <tuple>

namespace wecom {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
using asio::ip::tcp;
using boost::system::error_code;
using timed_stream = beast::basic_stream<tcp, io_executor>;
using duration = time_point::duration;
using namespace std::chrono_literals;

constexpr auto head_start = 250ms;
constexpr auto longest_attempt = 2s;

// A peer that has vanished is noticed: sooner than a kept connection would be used again if it is idle, within ten
// seconds if it owes an acknowledgement.
void watch_peer(int socket) {
    const auto set = [socket](int level, int option, int value) {
        ::setsockopt(socket, level, option, &value, sizeof value);
    };
    set(SOL_SOCKET, SO_KEEPALIVE, 1);
    set(IPPROTO_TCP, TCP_KEEPIDLE, 10);
    set(IPPROTO_TCP, TCP_KEEPINTVL, 5);
    set(IPPROTO_TCP, TCP_KEEPCNT, 2);
    set(IPPROTO_TCP, TCP_USER_TIMEOUT, 10'000);
    set(IPPROTO_TCP, TCP_NODELAY, 1);
}

// Lives until the last of its runners has come home.
class race : public std::enable_shared_from_this<race> {
public:
    race(io_executor executor, race_course course, time_point deadline)
        : executor_{std::move(executor)}, course_{std::move(course)}, deadline_{deadline}, bell_{executor_} {}

    void start(const std::string& address) {
        auto& runner = runners_.emplace_back(executor_);
        const tcp::endpoint to{asio::ip::make_address(address), course_.port};
        ++running_;
        if (const auto failed = prepare(runner.socket(), to)) return arrive(runner, address, failed);
        runner.expires_after(longest_attempt);
        runner.async_connect(to, [self = shared_from_this(), &runner, address](error_code failed) {
            self->arrive(runner, address, failed);
        });
    }

    // Waits until one arrives, but no longer than this, and not beyond the deadline.
    awaitable<void> wait(duration at_most) {
        bell_.expires_after(at_most);
        const bool last = bell_.expiry() >= deadline_;
        if (last) bell_.expires_at(deadline_);
        error_code woken;
        if (!arrived_) std::tie(woken) = co_await bell_.async_wait(as_result);
        if (std::exchange(arrived_, false)) co_return;
        outcome_.cancelled = woken.failed();
        outcome_.late = !woken && last;
    }

    bool somebody_runs() const { return running_ > 0; }
    bool over() const { return outcome_.socket || outcome_.late || outcome_.cancelled; }
    race_outcome take() { return std::move(outcome_); }

    void stop() {
        for (auto& runner : runners_)
            runner.close();
    }

private:
    // A program that the host starts inherits no connection. Asio opens sockets that are inherited.
    static error_code open(io_socket& socket, const tcp& protocol) {
        const int fd = ::socket(protocol.family(), protocol.type() | SOCK_CLOEXEC, protocol.protocol());
        if (fd < 0) return {errno, asio::error::get_system_category()};
        error_code failed;
        socket.assign(protocol, fd, failed);
        if (failed) ::close(fd);
        return failed;
    }

    error_code prepare(io_socket& socket, const tcp::endpoint& to) {
        if (const auto failed = open(socket, to.protocol())) return failed;
        error_code failed;
        watch_peer(socket.native_handle());
        if (!course_.bind.empty()) socket.bind({asio::ip::make_address(course_.bind), 0}, failed);
        return failed;
    }

    void arrive(timed_stream& runner, const std::string& address, error_code failed) {
        --running_;
        if (failed)
            outcome_.losers.emplace_back(address, failed);
        else if (!outcome_.socket) {
            outcome_.socket = runner.release_socket();
            outcome_.winner = address;
        }
        arrived_ = true;
        bell_.cancel();
    }

    io_executor executor_;
    race_course course_;
    time_point deadline_;
    io_timer bell_;
    std::list<timed_stream> runners_;
    race_outcome outcome_;
    int running_ = 0;
    bool arrived_ = false;
};

}  // namespace

awaitable<race_outcome> connect_first(race_course course, time_point deadline) {
    const auto addresses = course.addresses;
    const auto run = std::make_shared<race>(co_await asio::this_coro::executor, std::move(course), deadline);
    const std::shared_ptr<void> at_the_end{nullptr, [run](void*) { run->stop(); }};
    for (auto next = addresses.begin(); next != addresses.end() && !run->over(); ++next) {
        run->start(*next);
        co_await run->wait(head_start);
    }
    while (run->somebody_runs() && !run->over())
        co_await run->wait(longest_attempt);
    co_return run->take();
}

}  // namespace wecom
