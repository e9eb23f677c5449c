#include "io/login_desk.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>

#include <vector>

namespace wecom {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;

constexpr std::size_t most_waiting = 16'384;
constexpr auto retry_after = 1s;

login_outcome failed(error why) { return std::make_shared<const result<account>>(std::move(why)); }

// Holds the client for as long as it runs.
awaitable<result<account>> identify(std::shared_ptr<wecom_client> client, secret code, time_point deadline) {
    co_return co_await client->identify(std::move(code), deadline);
}

}  // namespace

struct login_desk::flight {
    std::shared_ptr<wecom_client> client;
    std::vector<listener> listeners;
    std::shared_ptr<void> last_one;  // of those that abandon waits for
    asio::cancellation_signal stop;
};

login_desk::login_desk(asio::any_io_executor executor, const ambient& around)
    : executor_{std::move(executor)}, around_{around} {}

void login_desk::begin(login what, listener tell) {
    using answer = once_table<login_outcome>::answer;
    if (waiting_ >= most_waiting)
        return tell(failed(
            {.code = errc::overload, .detail = "too many logins at once in this process", .retry_after = retry_after}));
    switch (used_.begin(what.nonce_hash, around_.now())) {
        case answer::run: return fly(std::move(what), std::move(tell));
        case answer::join: ++waiting_; return under_way_.at(what.nonce_hash)->listeners.push_back(std::move(tell));
        case answer::repeat: {
            auto copy = *used_.outcome(what.nonce_hash);
            if (copy) copy->repeated = true;
            return tell(std::make_shared<const result<account>>(std::move(copy)));
        }
        case answer::replayed:
            return tell(failed({.code = errc::replayed, .detail = "this callback was used more than a minute ago"}));
    }
}

void login_desk::fly(login what, listener tell) {
    const auto begun = std::make_shared<flight>();
    begun->client = what.client;
    begun->listeners.push_back(std::move(tell));
    under_way_.emplace(what.nonce_hash, begun);
    ++waiting_;
    auto landed = [this, key = what.nonce_hash](std::exception_ptr broken, result<account> outcome) {
        land(key, broken ? result<account>{failure_of(broken)} : std::move(outcome));
    };
    asio::co_spawn(executor_, identify(std::move(what.client), std::move(what.code), what.deadline),
                   asio::bind_cancellation_slot(begun->stop.slot(), std::move(landed)));
}

void login_desk::land(const std::string& nonce_hash, result<account> outcome) {
    const auto done = std::move(under_way_.extract(nonce_hash).mapped());
    const auto shared = std::make_shared<const result<account>>(std::move(outcome));
    if (!*shared && shared->error().code_unsent)
        used_.forget(nonce_hash);
    else
        used_.finish(nonce_hash, shared, around_.now());
    waiting_ -= done->listeners.size();
    for (const auto& tell : done->listeners)
        tell(shared);
}

void login_desk::abandon(const std::shared_ptr<wecom_client>& client, std::function<void()> ended) {
    // Shared by all these flights: told when the last of them drops it, or here if there is none.
    const std::shared_ptr<void> last_one{nullptr, [ended = std::move(ended)](void*) { ended(); }};
    for (const auto& [key, one] : under_way_) {
        if (one->client != client) continue;
        one->last_one = last_one;
        one->stop.emit(asio::cancellation_type::terminal);
    }
}

}  // namespace wecom
