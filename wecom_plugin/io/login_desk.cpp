#include "io/login_desk.hpp"

#include "core/encoding.hpp"
#include "core/shared_record.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>

#include <cstring>
#include <vector>

namespace wecom {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;

constexpr std::size_t most_waiting = 16'384;
constexpr auto retry_after = 1s;
constexpr auto poll_interval = 50ms;

login_outcome failed(error why) { return std::make_shared<const result<account>>(std::move(why)); }

// Another process has this callback: its outcome, as soon as it says so.
awaitable<login_outcome> wait_for_outcome_elsewhere(login_desk::login what, ambient around) {
    auto& shared = *what.client->shared();
    const auto key = result_key(what.nonce_hash);
    while (!what.known) {
        if (const auto found = co_await shared.get(key)) what.known = outcome_elsewhere(found->value.reveal());
        if (what.known) break;
        const auto next = around.now() + poll_interval;
        if (next >= what.deadline)
            co_return failed({.code = errc::replayed, .detail = "this callback was used before"});
        co_await pause_until(next);
    }
    co_return what.known;
}

void publish(shared_state& shared, const sha256_digest& nonce_hash, const result<account>& outcome) {
    const bool as_good_as_new = !outcome && outcome.error().code_unsent;
    if (as_good_as_new)
        return shared.put(
            once_key(nonce_hash), [](auto) { return std::string{}; }, 1ms);
    shared.put(
        result_key(nonce_hash), [bytes = pack(outcome)](auto) { return bytes; }, repeat_window);
}

// In a deployment of many processes.
awaitable<login_outcome> identify_once(login_desk::login what, ambient around) {
    auto* const shared = what.client->shared();
    if (!what.claimed) what.claimed = co_await shared->claim_once(once_key(what.nonce_hash), once_lifetime);
    if (what.claimed == claim::taken) co_return co_await wait_for_outcome_elsewhere(std::move(what), around);
    auto outcome = co_await what.client->identify(std::move(what.code), what.deadline);
    publish(*shared, what.nonce_hash, *outcome);
    co_return outcome;
}

// The client outlives the call.
awaitable<login_outcome> identify(login_desk::login what, const ambient& around) {
    if (what.client->shared()) return identify_once(std::move(what), around);
    return what.client->identify(std::move(what.code), what.deadline);
}

}  // namespace

std::string once_key(const sha256_digest& nonce_hash) { return "once/" + base64url_encode(bytes_of(nonce_hash)); }
std::string result_key(const sha256_digest& nonce_hash) { return "result/" + base64url_encode(bytes_of(nonce_hash)); }

login_outcome outcome_elsewhere(std::string_view record) {
    auto found = unpack_outcome(record);
    if (!found) return nullptr;
    if (*found) (*found)->repeated = true;
    return std::make_shared<const result<account>>(*std::move(found));
}

struct login_desk::flight {
    explicit flight(login of) : what{std::move(of)}, client{what.client} {}

    login what;  // until it takes off
    const std::shared_ptr<wecom_client> client;
    std::vector<listener> listeners;
    std::optional<turnstile::pass> place;  // at work
    enum { waiting, flying, landed } now = waiting;
    std::shared_ptr<void> last_one;  // of those that abandon waits for
    asio::cancellation_signal stop;
};

// Goes with the coroutine, and lands the flight even if there is no memory to end the coroutine as it should.
class login_desk::landing {
public:
    landing(login_desk& at, const sha256_digest& nonce_hash, std::shared_ptr<wecom_client> client)
        : at_{&at}, nonce_hash_{nonce_hash}, client_{std::move(client)} {}
    ~landing() {
        if (at_) at_->land(nonce_hash_, at_->no_memory_);
    }
    landing(const landing&) = delete;

    void land(const std::exception_ptr& broken, login_outcome outcome) {
        if (broken) outcome = failed(failure_of(broken));
        std::exchange(at_, nullptr)->land(nonce_hash_, std::move(outcome));
    }
    void call_off() { at_ = nullptr; }

private:
    login_desk* at_;
    sha256_digest nonce_hash_;
    std::shared_ptr<wecom_client> client_;
};

// A digest is as good as random.
std::size_t login_desk::digest_hash::operator()(const sha256_digest& value) const {
    std::size_t out;
    std::memcpy(&out, value.data(), sizeof out);
    return out;
}

login_desk::login_desk(io_executor executor, const ambient& around)
    : executor_{std::move(executor)},
      around_{around},
      no_memory_{failed({.code = errc::no_memory, .detail = "out of memory"})},
      never_begun_{failed({.code = errc::shutdown, .detail = "the instance is being destroyed", .code_unsent = true})} {
}

bool login_desk::begin(login what, listener tell) {
    using answer = decltype(used_)::answer;
    if (waiting_ >= most_waiting) {
        tell(failed(
            {.code = errc::overload, .detail = "too many logins at once in this process", .retry_after = retry_after}));
        return false;
    }
    switch (used_.begin(what.nonce_hash, around_.now())) {
        case answer::run: fly(std::move(what), std::move(tell)); break;
        case answer::join:
            under_way_.at(what.nonce_hash)->listeners.push_back(std::move(tell));
            ++waiting_;
            return true;
        case answer::repeat: {
            auto copy = *used_.outcome(what.nonce_hash);
            if (copy) copy->repeated = true;
            tell(std::make_shared<const result<account>>(std::move(copy)));
            break;
        }
        case answer::replayed:
            tell(failed({.code = errc::replayed, .detail = "this callback was used more than a minute ago"}));
    }
    return false;
}

void login_desk::fly(login what, listener tell) {
    const auto key = what.nonce_hash;
    ++waiting_;
    try {
        auto& at_work = what.client->at_work();
        const auto fresh = std::make_shared<flight>(std::move(what));
        fresh->listeners.push_back(std::move(tell));
        under_way_.emplace(key, fresh);
        fresh->place = at_work.enter_at_once();
        if (fresh->place)
            take_off(fresh);
        else
            at_work.wait_in_line(fresh->what.deadline, [this, fresh](bool in_time) { return called(fresh, in_time); });
    } catch (const std::bad_alloc&) {
        under_way_.erase(key);
        used_.forget(key);
        --waiting_;
        throw;
    }
}

// Its turn has come, or its deadline.
bool login_desk::called(const std::shared_ptr<flight>& which, bool in_time) {
    if (which->now == flight::landed) return false;
    const auto key = which->what.nonce_hash;
    if (!in_time) {
        land(key, failed({.code = errc::deadline,
                          .detail = "too many logins were before this one until its deadline",
                          .code_unsent = true}));
        return false;
    }
    try {
        asio::post(executor_, [this, which, key] {
            try {
                if (which->now == flight::waiting) take_off(which);
            } catch (const std::bad_alloc&) {
                land(key, no_memory_);
            }
        });
    } catch (const std::bad_alloc&) {
        land(key, no_memory_);
        return false;
    }
    which->place.emplace(which->client->at_work());
    return true;
}

void login_desk::take_off(const std::shared_ptr<flight>& which) {
    const auto end = std::make_shared<landing>(*this, which->what.nonce_hash, which->client);
    which->now = flight::flying;
    try {
        asio::co_spawn(executor_, identify(std::move(which->what), around_),
                       asio::bind_cancellation_slot(which->stop.slot(), [end](auto broken, login_outcome outcome) {
                           end->land(broken, std::move(outcome));
                       }));
    } catch (const std::bad_alloc&) {
        end->call_off();
        throw;
    }
}

void login_desk::land(const sha256_digest& nonce_hash, login_outcome shared) {
    const auto done = std::move(under_way_.extract(nonce_hash).mapped());
    done->now = flight::landed;
    waiting_ -= done->listeners.size();
    remember(nonce_hash, shared);
    for (const auto& tell : done->listeners)
        tell(shared);
    done->place.reset();
    done->last_one.reset();
}

// Without memory for it, WeCom alone sees to it that a code is used once.
void login_desk::remember(const sha256_digest& nonce_hash, const login_outcome& outcome) {
    const bool as_good_as_new = !*outcome && outcome->error().code_unsent;
    if (as_good_as_new) return used_.forget(nonce_hash);
    try {
        used_.finish(nonce_hash, outcome, around_.now());
    } catch (const std::bad_alloc&) {
        used_.forget(nonce_hash);
    }
}

void login_desk::abandon(const std::shared_ptr<wecom_client>& client, const std::shared_ptr<void>& last_one) {
    for (auto at = under_way_.begin(); at != under_way_.end();) {
        const auto one = (at++)->second;
        if (one->client != client) continue;
        if (one->now == flight::waiting) {  // nobody listens any more
            land(one->what.nonce_hash, never_begun_);
            continue;
        }
        one->last_one = last_one;
        one->stop.emit(asio::cancellation_type::terminal);
    }
}

}  // namespace wecom
