#include "io/token_source.hpp"

#include "io/exchange.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>

#include <list>
#include <optional>

namespace wecom {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;

// Of a fetch: whoever waits for it keeps his own deadline.
constexpr auto fetch_timeout = 8s;

// Holds the transport for as long as it runs: the source may be gone before.
awaitable<result<app_token>> fetch_token(std::shared_ptr<transport> wire, http_request request, ambient around) {
    co_return co_await exchange<app_token>(*wire, api_call::gettoken, std::move(request), &parse_get_token_response,
                                           around, around.now() + fetch_timeout);
}

}  // namespace

struct token_source::flight {
    std::optional<result<issued_token>> outcome;
    std::list<asio::steady_timer*> waiters;
    asio::cancellation_signal stop;

    void land(result<issued_token> with) {
        outcome = std::move(with);
        for (auto* waiter : waiters)
            waiter->cancel();
    }
};

token_source::token_source(asio::any_io_executor executor, std::shared_ptr<transport> wire, http_request fetch,
                           const ambient& around)
    : executor_{std::move(executor)}, wire_{std::move(wire)}, fetch_{std::move(fetch)}, around_{around} {}

token_source::~token_source() {
    if (state_->under_way) state_->under_way->stop.emit(asio::cancellation_type::terminal);
}

awaitable<result<issued_token>> token_source::get(time_point deadline) {
    // A local copy: the source may end while its last callers are still waking up.
    const auto now = around_.now;
    switch (state_->cache.peek(now())) {
        case token_cache::state::usable: co_return state_->cache.token();
        case token_cache::state::refresh_due: fly(); co_return state_->cache.token();
        case token_cache::state::failing: co_return state_->cache.failure();
        case token_cache::state::absent: break;
    }
    const auto under_way = fly();
    asio::steady_timer wake{executor_, deadline};
    const auto mine = under_way->waiters.insert(under_way->waiters.end(), &wake);
    if (!under_way->outcome) co_await wake.async_wait(as_result);
    under_way->waiters.erase(mine);
    if (under_way->outcome) co_return *under_way->outcome;
    if (now() >= deadline) co_return error{.code = errc::deadline, .detail = "WeCom did not answer in time (gettoken)"};
    co_return error{.code = errc::cancelled};
}

void token_source::prepare() {
    if (state_->cache.peek(around_.now()) == token_cache::state::absent) fly();
}

std::shared_ptr<token_source::flight> token_source::fly() {
    if (state_->under_way) return state_->under_way;
    const auto begun = state_->under_way = std::make_shared<flight>();
    auto landed = [state = state_, begun, now = around_.now](std::exception_ptr broken, result<app_token> fetched) {
        state->under_way.reset();
        if (broken) return begun->land(failure_of(broken));
        if (!fetched) {
            state->cache.fail(fetched.error(), now());
            return begun->land(fetched.error());
        }
        state->cache.store(std::move(*fetched), now());
        begun->land(state->cache.token());
    };
    asio::co_spawn(executor_, fetch_token(wire_, fetch_, around_),
                   asio::bind_cancellation_slot(begun->stop.slot(), std::move(landed)));
    return begun;
}

}  // namespace wecom
