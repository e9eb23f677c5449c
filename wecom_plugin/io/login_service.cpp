#include "io/login_service.hpp"

#include <atomic>
#include <condition_variable>
#include <future>
#include <optional>

namespace wecom {
namespace {

using namespace std::chrono_literals;

// The I/O thread keeps the same deadline and can say in which phase it passed; a caller gives it this long to do so.
constexpr auto courtesy = 20ms;

login_outcome failed(errc code, std::string detail) {
    return std::make_shared<const result<account>>(error{.code = code, .detail = std::move(detail)});
}

login_outcome shut_down() { return failed(errc::shutdown, "the instance is being destroyed"); }

// Made before it is needed.
const login_outcome& no_memory() {
    static const auto& outcome = *new login_outcome{failed(errc::no_memory, "out of memory")};
    return outcome;
}
login_outcome too_late() { return failed(errc::deadline, "WeCom did not answer in time"); }

}  // namespace

// One caller's wait for an outcome. The first outcome counts; one that comes late, perhaps after the service is gone,
// is dropped.
class login_service::operation : public std::enable_shared_from_this<operation> {
public:
    operation(login_service& of, std::uint64_t op_id, completion done)
        : id{op_id}, waits{!done}, of_{of}, done_{std::move(done)} {}

    const std::uint64_t id;
    const bool waits;                                       // a thread does; else the I/O thread has to tell
    std::list<std::shared_ptr<operation>>::iterator place;  // among those that run

    // Any thread, if somebody waits; else the I/O thread, and if this is the outcome that counts, report has to follow.
    bool complete(login_outcome outcome) {
        {
            const std::lock_guard lock{mutex_};
            if (outcome_) return false;
            outcome_ = std::move(outcome);
        }
        if (waits) completed_.notify_all();
        return true;
    }
    void complete_and_report(login_outcome outcome) {
        if (complete(std::move(outcome))) report();
    }

    bool is_over() {
        const std::lock_guard lock{mutex_};
        return outcome_ != nullptr;
    }

    // Null if there is none by then. What the I/O thread wants from the host's store is done meanwhile.
    login_outcome wait_until(time_point when, shared_state* shared, wall_ms now) {
        std::optional<shared_state::waiter> attentive;
        if (shared) attentive.emplace(*shared, [this] { poke(); });
        std::unique_lock lock{mutex_};
        while (completed_.wait_until(lock, when, [&] { return outcome_ || poked_; }) && !outcome_) {
            poked_ = false;
            lock.unlock();
            shared->run_errands(now, when);
            lock.lock();
        }
        return outcome_;
    }
    void poke() {
        const std::lock_guard lock{mutex_};
        poked_ = true;
        completed_.notify_all();
    }

    // I/O thread: for who joined a login that ends later.
    void leave_at(io_executor executor, time_point deadline) {
        leaving_.emplace(std::move(executor), deadline);
        leaving_->async_wait([self = shared_from_this()](boost::system::error_code stopped) {
            if (!stopped) self->complete_and_report(too_late());
        });
    }

    // I/O thread, once.
    void report() {
        leaving_.reset();
        if (waits) return;
        of_.end(shared_from_this());
        std::exchange(done_, {})(*outcome_);
    }

private:
    std::mutex mutex_;
    std::condition_variable completed_;
    login_outcome outcome_;
    bool poked_ = false;
    login_service& of_;  // there until report has returned
    completion done_;
    std::optional<io_timer> leaving_;
};

struct login_service::io_half {
    std::shared_ptr<const config> settings;
    std::shared_ptr<boost::asio::ssl::context> trust;
    std::shared_ptr<log_queue> log;
    std::shared_ptr<shared_state> shared;  // null if the host offers no store
    std::shared_ptr<wecom_client> client{};
    std::atomic<bool> closed{false};     // set by close, on a foreign thread
    std::atomic<bool> has_token{false};  // set on the I/O thread: a caller need not look for one

    // Null once the instance is closed: what was posted before then may run after.
    std::shared_ptr<wecom_client> client_of(engine& io) {
        if (closed) return nullptr;
        if (!client) client = io.make_client(settings, trust, log, shared);
        return client;
    }

    void begin(engine& io, login_desk::login what, const std::shared_ptr<operation>& mine) {
        if (mine->is_over()) return;
        what.client = client_of(io);
        if (!what.client) return mine->complete_and_report(shut_down());
        has_token = what.client->has_token();
        const auto deadline = what.deadline;
        const bool joined = io.desk().begin(
            std::move(what), [mine](login_outcome outcome) { mine->complete_and_report(std::move(outcome)); });
        if (joined && !mine->waits) mine->leave_at(io.executor(), deadline + courtesy);
    }
};

login_service::login_service(runtime& process, std::shared_ptr<const config> settings,
                             std::shared_ptr<boost::asio::ssl::context> trust, std::shared_ptr<log_queue> log,
                             std::shared_ptr<shared_state> shared)
    : process_{process},
      half_{std::make_shared<io_half>(std::move(settings), std::move(trust), std::move(log), std::move(shared))} {
    process_.attach();
}

login_service::~login_service() { process_.detach(); }

result<account> login_service::identify(request what) {
    const auto deadline = runtime::around().now() + what.timeout;
    const auto io = process_.start();
    if (!io) return io.error();
    const auto mine = begin(what.op_id, {});
    if (!mine) return mine.error();
    const std::shared_ptr<void> until_return{nullptr, [&](void*) { end(*mine); }};
    hand_over(**io, {std::move(what.of.nonce_hash), std::move(what.of.code), deadline, nullptr}, *mine);
    const auto outcome = (*mine)->wait_until(deadline + courtesy, half_->shared.get(), what.now);
    return outcome ? *outcome : *too_late();
}

result<void> login_service::start(request what, completion done) {
    const auto deadline = runtime::around().now() + what.timeout;
    const auto io = process_.start();
    if (!io) return io.error();
    const auto mine = begin(what.op_id, std::move(done));
    if (!mine) return mine.error();
    login_desk::login login{std::move(what.of.nonce_hash), std::move(what.of.code), deadline, nullptr};
    // Nobody will wait for it, so the store is asked now.
    bring_token(**io, what.now);
    if (auto* const shared = half_->shared.get()) {
        login.claimed = shared->claim_now(once_key(login.nonce_hash), once_lifetime);
        if (login.claimed == claim::taken)
            if (const auto found = shared->get_now(result_key(login.nonce_hash), what.now))
                login.known = outcome_elsewhere(found->value.reveal());
    }
    try {
        hand_over(**io, std::move(login), *mine);
    } catch (const std::bad_alloc&) {
        end(*mine);  // who is told so is not told again
        throw;
    }
    return {};
}

void login_service::bring_token(engine& io, wall_ms now) {
    if (!half_->shared || half_->has_token) return;
    const auto entry = half_->shared->get_now(token_key(*half_->settings), now);
    auto found = entry ? unpack_token(entry->value.reveal()) : std::nullopt;
    if (!found) return;
    io.post([&io, half = half_, found = *std::move(found), now] {
        if (const auto client = half->client_of(io)) client->offer(found, now);
    });
}

void login_service::hand_over(engine& io, login_desk::login what, std::shared_ptr<operation> mine) {
    io.post([&io, half = half_, what = std::move(what), mine = std::move(mine)]() mutable {
        try {
            half->begin(io, std::move(what), mine);
        } catch (const std::bad_alloc&) {
            mine->complete_and_report(no_memory());
        }
    });
}

bool login_service::cancel(std::uint64_t op_id) {
    const std::lock_guard lock{mutex_};
    const auto at = named_.find(op_id);
    if (at == named_.end()) return false;
    finish(at->second, failed(errc::cancelled, "cancelled by the host"));
    return true;
}

void login_service::prepare(wall_ms now) {
    const auto io = process_.start();
    if (!io) return;  // only a hint
    bring_token(**io, now);
    (*io)->post([io = *io, half = half_] {
        if (const auto client = half->client_of(*io)) client->prepare();
    });
}

// An end cannot fail: where there is no memory for it, it waits until there is.
void login_service::close() noexcept {
    half_->closed = true;
    while (!try_close())
        std::this_thread::yield();
}

bool login_service::try_close() try {
    const auto ended = std::make_shared<std::promise<void>>();
    {
        const std::shared_ptr<void> last_one{nullptr, [ended](void*) { ended->set_value(); }};
        {
            const std::lock_guard lock{mutex_};
            for (const auto& one : running_)
                finish(one, shut_down());
        }
        auto* const io = process_.started();
        if (!io) return true;
        io->post([io, half = half_, last_one] {
            const auto client = std::move(half->client);
            io->desk().abandon(client, last_one);
        });
    }
    ended->get_future().wait();
    return true;
} catch (const std::bad_alloc&) {
    return false;
}

// One that nobody waits for is completed where it is reported: there may be no memory to go there.
void login_service::finish(const std::shared_ptr<operation>& which, const login_outcome& outcome) {
    if (which->waits)
        which->complete(outcome);
    else
        process_.started()->post([which, outcome] { which->complete_and_report(outcome); });
}

result<std::shared_ptr<login_service::operation>> login_service::begin(std::uint64_t op_id, completion done) {
    const auto fresh = std::make_shared<operation>(*this, op_id, std::move(done));
    std::list one{fresh};
    const std::lock_guard lock{mutex_};
    if (op_id != 0 && !named_.emplace(op_id, fresh).second)
        return error{.code = errc::duplicate_op, .detail = "an operation with this op_id is running"};
    fresh->place = one.begin();
    running_.splice(running_.end(), one);
    return fresh;
}

void login_service::end(const std::shared_ptr<operation>& which) {
    const std::lock_guard lock{mutex_};
    if (which->place == running_.end()) return;
    running_.erase(std::exchange(which->place, running_.end()));
    if (which->id != 0) named_.erase(which->id);
}

}  // namespace wecom
