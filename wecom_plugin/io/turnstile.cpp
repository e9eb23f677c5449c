#include "io/turnstile.hpp"

#include <boost/asio/this_coro.hpp>

#include <algorithm>
#include <memory>

namespace wecom {
namespace {

using namespace std::chrono_literals;

// A look at the whole line costs something, so there is one for all who are late by then.
constexpr auto between_looks = 10ms;

}  // namespace

turnstile::turnstile(std::size_t places, io_executor executor, const ambient& around)
    : free_{places}, around_{around}, late_{std::move(executor), [this] { send_away_late(); }} {}

awaitable<result<turnstile::pass>> turnstile::enter(time_point deadline) {
    if (auto at_once = enter_at_once()) co_return *std::move(at_once);
    struct waiter {
        io_timer bell;
        std::optional<pass> mine{};
    };
    const auto self = std::make_shared<waiter>(io_timer{co_await boost::asio::this_coro::executor, time_point::max()});
    wait_in_line(deadline, [this, weak = std::weak_ptr{self}](bool in_time) {
        const auto still_there = weak.lock();
        if (!still_there) return false;
        if (in_time) still_there->mine.emplace(*this);
        still_there->bell.cancel();
        return in_time;
    });
    co_await self->bell.async_wait(as_result);
    if (self->mine) co_return *std::move(self->mine);
    if (around_.now() >= deadline)
        co_return error{.code = errc::deadline, .detail = "all connections to WeCom were busy until the deadline"};
    co_return error{.code = errc::cancelled};
}

void turnstile::wait_in_line(time_point deadline, turn call) {
    look_at(deadline);
    line_.push_back({deadline, std::move(call)});
}

void turnstile::leave() {
    while (!line_.empty()) {
        const auto next = std::move(line_.front());
        line_.pop_front();
        if (next.call(next.deadline > around_.now())) return;
    }
    ++free_;
}

void turnstile::send_away_late() {
    const auto now = around_.now();
    std::list<guest> late;
    auto earliest = time_point::max();
    next_look_ = earliest;
    for (auto at = line_.begin(); at != line_.end();) {
        const auto one = at++;
        if (one->deadline <= now)
            late.splice(late.end(), line_, one);
        else
            earliest = std::min(earliest, one->deadline);
    }
    for (const auto& one : late)
        one.call(false);
    look_at(std::max(earliest, now + between_looks));
}

void turnstile::look_at(time_point when) {
    if (when >= next_look_) return;
    late_.set(when);
    next_look_ = when;
}

}  // namespace wecom
