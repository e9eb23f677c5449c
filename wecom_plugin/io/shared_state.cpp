#include "io/shared_state.hpp"

#include "core/encoding.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>

#include <memory>
#include <new>

namespace wecom {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;

constexpr auto longest_wait = 50ms;
constexpr std::size_t most_writes = 16;
constexpr std::size_t most_questions = 256;  // whoever asked an older one has given up

std::string fresh_nonce(const ambient& around) {
    std::string out;
    while (out.size() < nonce_size) {
        const auto word = around.random();
        out.append(reinterpret_cast<const char*>(&word), sizeof word);
    }
    return out;
}

}  // namespace

shared_state::shared_state(host_store store, sealer keys, const ambient& around)
    : store_{std::move(store)}, keys_{std::move(keys)}, around_{around} {}

awaitable<std::optional<shared_state::entry>> shared_state::get(std::string key) {
    std::function<std::optional<entry>(wall_ms)> read = [this, key = std::move(key)](wall_ms now) {
        return get_now(key, now);
    };
    co_return co_await ask(std::move(read), std::optional<entry>{});
}

awaitable<claim> shared_state::claim_once(std::string key, std::chrono::milliseconds lifetime) {
    std::function<claim(wall_ms)> mark = [this, key = std::move(key), lifetime](wall_ms) {
        return claim_now(key, lifetime);
    };
    co_return co_await ask(std::move(mark), claim::unknown);
}

bool shared_state::is_attended() {
    const std::lock_guard lock{mutex_};
    return !waiting_.empty();
}

void shared_state::put(std::string key, value_at value, std::chrono::milliseconds lifetime) {
    const std::lock_guard lock{mutex_};
    writes_.push_back([this, key = std::move(key), value = std::move(value), lifetime](wall_ms now) {
        store_.put(key, sealed(value(now), key), lifetime);
    });
    if (writes_.size() > most_writes) writes_.pop_front();
}

std::optional<shared_state::entry> shared_state::get_now(const std::string& key, wall_ms now) {
    const auto text = store_.get(key);
    const auto bytes = text ? base64url_decode(*text) : std::nullopt;
    auto plain = bytes ? keys_.open(*bytes, key) : std::nullopt;
    if (!plain) return std::nullopt;
    return entry{*std::move(plain), now};
}

claim shared_state::claim_now(const std::string& key, std::chrono::milliseconds lifetime) {
    return store_.put_if_absent(key, sealed("", key), lifetime);
}

// An errand for which there is no memory is not run: its asker goes on without.
void shared_state::run_errands(wall_ms now, time_point until) noexcept {
    while (around_.now() < until) {
        errand next;
        {
            const std::lock_guard lock{mutex_};
            auto& queue = questions_.empty() ? writes_ : questions_;
            if (queue.empty()) return;
            next = std::move(queue.front());
            queue.pop_front();
        }
        try {
            next(now);
        } catch (const std::bad_alloc&) {
            continue;
        }
    }
}

// The question outlives its asker: it may be answered when nobody wants to know any more.
template <class T>
awaitable<T> shared_state::ask(std::function<T(wall_ms)> question, T otherwise) {
    struct pending {
        io_timer told;
        T answer;
    };
    const auto executor = co_await asio::this_coro::executor;
    const auto mine =
        std::make_shared<pending>(pending{io_timer{executor, around_.now() + longest_wait}, std::move(otherwise)});
    leave([mine, executor, question = std::move(question)](wall_ms now) {
        asio::post(executor, [mine, answer = question(now)]() mutable {
            mine->answer = std::move(answer);
            mine->told.cancel();
        });
    });
    co_await mine->told.async_wait(as_result);
    co_return std::move(mine->answer);
}

void shared_state::leave(errand what) {
    const std::lock_guard lock{mutex_};
    questions_.push_back(std::move(what));
    if (questions_.size() > most_questions) questions_.pop_front();
    if (waiting_.empty()) return;
    waiting_.front()();
    // The next one is for somebody else: this thread may be long with the store.
    waiting_.splice(waiting_.end(), waiting_, waiting_.begin());
}

std::string shared_state::sealed(std::string_view plain, const std::string& key) {
    return keys_.seal(plain, fresh_nonce(around_), key);
}

shared_state::waiter::waiter(shared_state& of, std::function<void()> poke) : of_{of} {
    const std::lock_guard lock{of_.mutex_};
    at_ = of_.waiting_.insert(of_.waiting_.end(), std::move(poke));
    if (!of_.questions_.empty()) (*at_)();  // asked between the beginning of the call and its wait
}

shared_state::waiter::~waiter() {
    const std::lock_guard lock{of_.mutex_};
    of_.waiting_.erase(at_);
}

}  // namespace wecom
