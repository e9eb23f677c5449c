#include "io/turnstile.hpp"

#include <boost/asio/this_coro.hpp>

namespace wecom {

// In the frame of the coroutine that waits; in line from the beginning until it is called or gives up.
class turnstile::waiter {
public:
    waiter(turnstile& of, io_executor executor, time_point deadline)
        : of_{of}, turn_{std::move(executor), deadline}, at_{of.line_.insert(of.line_.end(), this)} {}
    ~waiter() {
        if (in_line_) of_.line_.erase(at_);
    }
    waiter(const waiter&) = delete;

    auto called() { return turn_.async_wait(as_result); }
    bool let_in() const { return let_in_; }

    // False if he can no longer make it.
    bool call(time_point now) {
        of_.line_.erase(at_);
        in_line_ = false;
        let_in_ = now < turn_.expiry();
        turn_.cancel();
        return let_in_;
    }

private:
    turnstile& of_;
    io_timer turn_;
    std::list<waiter*>::iterator at_;
    bool in_line_ = true, let_in_ = false;
};

awaitable<result<turnstile::pass>> turnstile::enter(time_point deadline) {
    if (auto at_once = enter_at_once()) co_return *std::move(at_once);
    waiter self{*this, co_await boost::asio::this_coro::executor, deadline};
    co_await self.called();
    if (self.let_in()) co_return pass{*this};
    if (around_.now() >= deadline)
        co_return error{.code = errc::deadline, .detail = "all connections to WeCom were busy until the deadline"};
    co_return error{.code = errc::cancelled};
}

void turnstile::leave() {
    while (!line_.empty())
        if (line_.front()->call(around_.now())) return;
    ++free_;
}

}  // namespace wecom
