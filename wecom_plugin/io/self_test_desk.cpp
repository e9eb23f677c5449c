#include "io/self_test_desk.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>

#include <atomic>
#include <deque>

namespace wecom {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;

// The I/O thread keeps the same deadline and can say more about it; a caller gives it this long to do so.
constexpr auto courtesy = 20ms;

}  // namespace

// One test between the I/O thread, which reports, and the caller, who listens.
class self_test_desk::test {
public:
    enum class hearing { step, over, called_off, late };

    // ---- the caller
    hearing next(step_report& out, time_point until) {
        std::unique_lock lock{mutex_};
        const bool in_time = news_.wait_until(lock, until, [this] { return called_off_ || over_ || !told_.empty(); });
        if (called_off_) return hearing::called_off;
        if (!told_.empty()) {
            out = std::move(told_.front());
            told_.pop_front();
            return hearing::step;
        }
        return in_time ? hearing::over : hearing::late;
    }
    error why_broken() {
        const std::lock_guard lock{mutex_};
        return why_broken_;
    }

    // ---- any thread
    void call_off() {
        const std::lock_guard lock{mutex_};
        called_off_ = true;
        news_.notify_all();
    }
    bool is_called_off() {
        const std::lock_guard lock{mutex_};
        return called_off_;
    }
    void finish() {
        const std::lock_guard lock{mutex_};
        over_ = true;
        news_.notify_all();
    }

    // ---- the I/O thread
    void hear(step_report one) {
        const std::lock_guard lock{mutex_};
        told_.push_back(std::move(one));
        news_.notify_all();
    }
    void break_off(const std::exception_ptr& why) {
        if (!why) return;
        const std::lock_guard lock{mutex_};
        why_broken_ = failure_of(why);
    }
    // Of one that has ended, the signal may lead to what is no longer there.
    void stop() {
        if (runs) stop_.emit(asio::cancellation_type::terminal);
    }
    auto stopped_by() { return stop_.slot(); }
    std::atomic<bool> runs{false};

private:
    std::mutex mutex_;
    std::condition_variable news_;
    std::deque<step_report> told_;
    bool over_ = false, called_off_ = false;
    error why_broken_{.code = errc::no_memory, .detail = "out of memory"};  // if it is over before its last step
    asio::cancellation_signal stop_;
};

// What the caller's host was told, and what it still has to be told.
class self_test_desk::account_of_steps {
public:
    account_of_steps(language lang, const step_listener& tell) : lang_{lang}, tell_{tell} {}

    void pass_on(step_report one) {
        at_ = one.which;
        running_ = one.state == step_state::running;
        failed_ |= one.state == step_state::failed;
        complete_ = !running_ && at_ == last_test_step;
        begun_ = true;
        tell_(std::move(one));
    }

    // For an I/O thread that has no time to say it.
    void give_up() {
        const auto next = [](test_step which) { return static_cast<test_step>(static_cast<int>(which) + 1); };
        const auto culprit = running_ || !begun_ ? at_ : next(at_);
        if (!running_) pass_on({.which = culprit});
        pass_on(failed_step(culprit, {.code = errc::deadline, .detail = "the time is over"}, lang_));
        while (!complete_)
            pass_on(skipped_after(next(at_), culprit, lang_));
    }

    bool complete() const { return complete_; }
    bool failed() const { return failed_; }

private:
    const language lang_;
    const step_listener& tell_;
    test_step at_ = test_step::resolve;
    bool begun_ = false, running_ = false, failed_ = false, complete_ = false;
};

self_test_desk::self_test_desk(runtime& process, std::shared_ptr<const config> settings,
                               std::shared_ptr<asio::ssl::context> trust)
    : process_{process}, settings_{std::move(settings)}, trust_{std::move(trust)} {
    process_.attach();
}

self_test_desk::~self_test_desk() { process_.detach(); }

result<bool> self_test_desk::run(const request& what, const step_listener& tell) {
    const error shut_down{.code = errc::shutdown, .detail = "the instance is being destroyed"};
    const auto begun = runtime::around().now();
    const test_order order{settings_, trust_, what.lang, what.wall_now, begun, begun + what.timeout};
    const auto io = process_.start();
    if (!io) return io.error();
    const auto mine = enter();
    if (!mine) return shut_down;
    {
        // Goes with the coroutine, or with whatever there was no memory for.
        std::shared_ptr<void> until_end{nullptr, [this, mine](void*) { leave(mine); }};
        (*io)->post([this, io = *io, mine, order, until_end = std::move(until_end)]() mutable {
            if (mine->is_called_off()) return;
            auto ended = [mine, until_end = std::move(until_end)](const std::exception_ptr& broken) {
                mine->break_off(broken);
            };
            mine->runs = true;
            asio::co_spawn(io->executor(),
                           run_self_test(order, io->context(), runtime::around(),
                                         [mine](auto one) { mine->hear(std::move(one)); }),
                           asio::bind_cancellation_slot(mine->stopped_by(), std::move(ended)));
        });
    }
    account_of_steps told{what.lang, tell};
    for (step_report one;;) {
        switch (mine->next(one, order.deadline + courtesy)) {
            case test::hearing::step: told.pass_on(std::move(one)); continue;
            case test::hearing::called_off: return shut_down;
            case test::hearing::late: told.give_up(); break;
            case test::hearing::over: break;
        }
        if (!told.complete()) return mine->why_broken();
        return !told.failed();
    }
}

std::shared_ptr<self_test_desk::test> self_test_desk::enter() {
    auto fresh = std::make_shared<test>();
    const std::lock_guard lock{mutex_};
    if (closed_) return nullptr;
    under_way_.push_back(fresh);
    return fresh;
}

void self_test_desk::leave(const std::shared_ptr<test>& which) noexcept {
    which->runs = false;
    which->finish();
    const std::lock_guard lock{mutex_};
    under_way_.remove(which);
    left_.notify_all();
}

// An end cannot fail: where there is no memory for it, it waits until there is.
void self_test_desk::close() noexcept {
    {
        const std::lock_guard lock{mutex_};
        closed_ = true;
        for (const auto& one : under_way_)
            one->call_off();
    }
    while (!try_stop())
        std::this_thread::yield();
    std::unique_lock lock{mutex_};
    left_.wait(lock, [this] { return under_way_.empty(); });
}

bool self_test_desk::try_stop() try {
    auto* const io = process_.started();
    const std::lock_guard lock{mutex_};
    if (!io || under_way_.empty()) return true;
    io->post([tests = under_way_] {
        for (const auto& one : tests)
            one->stop();
    });
    return true;
} catch (const std::bad_alloc&) {
    return false;
}

}  // namespace wecom
