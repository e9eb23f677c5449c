#include "io/token_source.hpp"

#include "io/exchange.hpp"
#include "io/waiting_list.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/this_coro.hpp>

#include <algorithm>
#include <optional>

namespace wecom {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;

// Of a fetch: whoever waits for it keeps his own deadline.
constexpr auto fetch_timeout = 8s;
// Of a token from another process, whose record nobody has checked as WeCom's answers are.
constexpr auto shortest_useful = 60s;
constexpr auto longest_life = 7200s;

error too_late(std::string_view opening) {
    return {.code = errc::deadline,
            .detail = "WeCom did not answer in time (" + (opening.empty() ? "gettoken" : std::string{opening}) + ")"};
}

// Nothing for one that is about to end, or is known here.
std::optional<app_token> news_in(const shared_token& found, wall_ms now, const token_cache& cache) {
    const auto lifetime = std::chrono::seconds{found.expires > now ? (found.expires - now) / 1000 : 0};
    if (lifetime < shortest_useful || cache.knows(found.value)) return std::nullopt;
    return app_token{found.value, std::min<std::chrono::seconds>(lifetime, longest_life)};
}

void put_on(const token_shelf& shelf, const app_token& token, ambient around) {
    if (!shelf.shared) return;
    const auto record = [token, fetched = around.now(), around](wall_ms now) {
        const auto left =
            std::chrono::duration_cast<std::chrono::milliseconds>(fetched + token.lifetime - around.now());
        return pack(shared_token{token.value, left > 0ms ? now + static_cast<wall_ms>(left.count()) : 0});
    };
    shelf.shared->put(shelf.key, record, token.lifetime);
}

awaitable<void> prepare_connection(std::shared_ptr<transport> wire, ambient around) {
    co_await wire->prepare(around.now() + fetch_timeout);
}

}  // namespace

struct token_source::flight {
    std::optional<result<issued_token>> outcome;
    waiting_list waiters;
    asio::cancellation_signal stop;

    void land(result<issued_token> with) {
        outcome = std::move(with);
        waiters.wake();
    }
};

token_source::token_source(io_executor executor, std::shared_ptr<transport> wire, http_request fetch,
                           const ambient& around)
    : executor_{std::move(executor)}, wire_{std::move(wire)}, fetch_{std::move(fetch)}, around_{around} {}

token_source::~token_source() {
    state_->source_is_gone = true;
    if (state_->under_way) state_->under_way->stop.emit(asio::cancellation_type::terminal);
    if (state_->preparing) stop_preparing_.emit(asio::cancellation_type::terminal);
}

// Holds the transport for as long as it runs: the source may be gone before.
awaitable<result<app_token>> token_source::fetch(std::shared_ptr<transport> wire, http_request request, ambient around,
                                                 token_shelf shelf, std::shared_ptr<memory> state) {
    if (shelf.shared && shelf.shared->is_attended()) {
        const auto entry = co_await shelf.shared->get(shelf.key);
        const auto found = entry ? unpack_token(entry->value.reveal()) : std::nullopt;
        if (auto news = found ? news_in(*found, entry->now, state->cache) : std::nullopt) co_return *std::move(news);
    }
    if (const auto from = state->cache.fetch_from(); around.now() < from) co_await pause_until(from);
    auto fetched = co_await exchange<app_token>(*wire, api_call::gettoken, std::move(request),
                                                &parse_get_token_response, around, around.now() + fetch_timeout);
    if (fetched) put_on(shelf, *fetched, around);
    co_return fetched;
}

awaitable<result<issued_token>> token_source::get(time_point deadline, const token_shelf& shelf) {
    // Local copies: the source may end while its last callers are still waking up.
    const auto now = around_.now;
    const auto wire = wire_;
    const auto state = state_;
    for (;;) {
        switch (state_->cache.peek(now())) {
            case token_cache::state::usable: co_return state_->cache.token();
            case token_cache::state::refresh_due: fly(shelf); co_return state_->cache.token();
            case token_cache::state::failing: co_return state_->cache.failure(now());
            case token_cache::state::absent: break;
        }
        const auto under_way = fly(shelf);
        io_timer wake{executor_, deadline};
        if (!under_way->outcome) {
            const waiting_list::place mine{under_way->waiters, wake};
            co_await wake.async_wait(as_result);
        }
        const bool has_time = now() < deadline;
        if (!under_way->outcome) co_return has_time ? error{.code = errc::cancelled} : too_late(wire->opening());
        // A fetch that hung is not the end for who has more time than it had.
        const auto& outcome = *under_way->outcome;
        const bool hung = !outcome && outcome.error().code == errc::deadline;
        if (!hung || !has_time || state->source_is_gone) co_return outcome;
    }
}

void token_source::offer(const shared_token& found, wall_ms now) {
    if (has_token()) return;
    if (auto news = news_in(found, now, state_->cache))
        state_->cache.store(*std::move(news), around_.now(), around_.random());
}

bool token_source::has_token() const {
    const auto now = state_->cache.peek(around_.now());
    return now == token_cache::state::usable || now == token_cache::state::refresh_due;
}

void token_source::prepare(const token_shelf& shelf) {
    const auto now = state_->cache.peek(around_.now());
    if (now == token_cache::state::absent || now == token_cache::state::refresh_due) fly(shelf);
    // A fetch opens a connection for itself.
    if (state_->under_way || std::exchange(state_->preparing, true)) return;
    // Whether it worked is seen by the next request.
    auto ended = [state = state_](std::exception_ptr) { state->preparing = false; };
    asio::co_spawn(executor_, prepare_connection(wire_, around_),
                   asio::bind_cancellation_slot(stop_preparing_.slot(), std::move(ended)));
}

// Goes with the coroutine, and lands the flight even if there is no memory to end the coroutine as it should.
class token_source::landing {
public:
    landing(std::shared_ptr<memory> state, std::shared_ptr<flight> which, const ambient& around)
        : state_{std::move(state)}, flight_{std::move(which)}, around_{around} {}
    ~landing() {
        if (state_) leave()->land(error{.code = errc::no_memory});
    }
    landing(const landing&) = delete;

    void land(const std::exception_ptr& broken, result<app_token> fetched) {
        if (broken) fetched = failure_of(broken);
        auto& cache = state_->cache;
        if (fetched)
            cache.store(*fetched, around_.now(), around_.random());
        else if (!broken)
            cache.fail(fetched.error(), around_.now(), around_.random());
        auto outcome = fetched ? result<issued_token>{cache.token()} : fetched.error();
        leave()->land(std::move(outcome));
    }
    void call_off() { leave(); }

private:
    std::shared_ptr<flight> leave() {
        std::exchange(state_, nullptr)->under_way.reset();
        return std::move(flight_);
    }

    std::shared_ptr<memory> state_;
    std::shared_ptr<flight> flight_;
    ambient around_;
};

std::shared_ptr<token_source::flight> token_source::fly(const token_shelf& shelf) {
    if (state_->under_way) return state_->under_way;
    const auto begun = std::make_shared<flight>();
    const auto end = std::make_shared<landing>(state_, begun, around_);
    state_->under_way = begun;
    try {
        asio::co_spawn(executor_, fetch(wire_, fetch_, around_, shelf, state_),
                       asio::bind_cancellation_slot(begun->stop.slot(), [end](auto broken, result<app_token> fetched) {
                           end->land(broken, std::move(fetched));
                       }));
    } catch (const std::bad_alloc&) {
        end->call_off();
        throw;
    }
    return begun;
}

}  // namespace wecom
