#include "io/https_transport.hpp"

#include "core/address.hpp"

#include <boost/asio/this_coro.hpp>

#include <algorithm>
#include <stdexcept>

namespace wecom {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;

constexpr auto longest_idle = 30s;

}  // namespace

void throw_exception_from_error(const failed_attempt& attempt, const boost::source_location& at) {
    throw_exception_from_error(attempt.why, at);
}

class https_transport::place {
public:
    explicit place(https_transport& of) : of_{&of} {}
    place(place&& other) noexcept : of_{std::exchange(other.of_, nullptr)} {}
    ~place() {
        if (of_) of_->give_back();
    }

private:
    https_transport* of_;
};

https_transport::https_transport(settings where, resolver& names, const ambient& around)
    : where_{std::move(where)}, names_{names}, around_{around} {}

awaitable<sent> https_transport::send(const http_request& request, time_point deadline) {
    const auto bytes = serialize(request, where_.base);
    const auto mine = co_await take_place(deadline);
    if (!mine) co_return failed_attempt{mine.error(), reach::not_sent};

    auto wire = take_idle();
    if (!wire) {
        auto fresh = co_await connect(deadline);
        if (!fresh) co_return fresh.error();
        wire.emplace(std::move(*fresh));
    }
    auto answer = co_await wire->exchange(bytes.reveal(), deadline);
    // The server has probably closed the others as well: a repeat needs a fresh one.
    if (!answer && answer.error().how_far == reach::kept_unanswered) idle_.clear();
    if (wire->reusable()) idle_.push_back({std::move(*wire), around_.now()});
    co_return answer;
}

awaitable<result<https_transport::place>> https_transport::take_place(time_point deadline) {
    if (open_ < most_connections) {
        ++open_;
        co_return place{*this};
    }
    asio::steady_timer turn{co_await asio::this_coro::executor, deadline};
    const auto at = queue_.insert(queue_.end(), &turn);
    co_await turn.async_wait(as_result);
    // give_back takes the timer out of the queue when it hands its place on.
    const bool handed_on = std::find(queue_.begin(), queue_.end(), &turn) == queue_.end();
    if (handed_on) co_return place{*this};
    queue_.erase(at);
    if (around_.now() >= deadline)
        co_return error{.code = errc::deadline, .detail = "all connections to WeCom were busy until the deadline"};
    co_return error{.code = errc::cancelled};
}

void https_transport::give_back() {
    if (queue_.empty()) {
        --open_;
        return;
    }
    auto* const next = queue_.front();
    queue_.pop_front();
    next->cancel();
}

std::optional<connection> https_transport::take_idle() {
    std::erase_if(idle_, [now = around_.now()](const auto& kept) { return now - kept.since >= longest_idle; });
    while (!idle_.empty()) {
        auto last = std::move(idle_.back());
        idle_.pop_back();
        if (last.wire.quiet()) return std::move(last.wire);
    }
    return std::nullopt;
}

awaitable<boost::system::result<connection, failed_attempt>> https_transport::connect(time_point deadline) {
    const auto& host = where_.base.host;
    auto found = co_await names_.resolve(host, deadline);
    if (!found) co_return failed_attempt{found.error(), reach::not_sent};
    const auto port = static_cast<std::uint16_t>(std::stoi(where_.base.port));
    std::vector<asio::ip::tcp::endpoint> endpoints;
    for (const auto& address : *found)
        if (where_.allow_private || is_public_address(address.to_string())) endpoints.emplace_back(address, port);
    if (endpoints.empty())
        co_return failed_attempt{
            {.code = errc::connect,
             .detail = host + " leads to an address of the inside only: if that is meant, set /network/allow_private"},
            reach::not_sent};
    connection fresh{co_await asio::this_coro::executor, where_.trust};
    auto opened = co_await fresh.open(host, std::move(endpoints), deadline);
    if (!opened) co_return failed_attempt{opened.error(), reach::not_sent};
    co_return fresh;
}

}  // namespace wecom
