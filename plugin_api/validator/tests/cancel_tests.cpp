#include "validator/tests/async_tests.hpp"
#include "validator/tests/operation.hpp"
#include "validator/tests/punctuality.hpp"
#include "validator/tests/untrue_answers.hpp"

#include <algorithm>
#include <atomic>
#include <deque>
#include <future>
#include <random>

namespace validator {

using namespace std::chrono_literals;

void cancel_unknown(trial& of) {
    stage here{of};
    for (const std::uint64_t op_id : {std::uint64_t{0}, std::uint64_t{1}, std::uint64_t{42}, ~std::uint64_t{0}}) {
        const auto answer = here.plugin->cancel(op_id);
        expect(answer == IDP_NO, "cancel answered " + name_of(answer) + " to the op_id " + std::to_string(op_id) +
                                     " of no operation: it answers IDP_NO");
    }
    here.host.expect_no_breach();
}

void cancel_remembers_nothing(trial& of) {
    stage here{of};
    here.plugin->cancel(5);
    const auto call = resolve_strictly(*here.plugin, arrive(*here.plugin), {.op_id = 5});
    expect(call.ok(), "resolve_account answered " + call.story() +
                          " because its op_id was cancelled before it began: cancel remembers nothing");
    const auto late = here.plugin->cancel(5);
    expect(late == IDP_NO, "cancel answered " + name_of(late) + " to an operation that has ended: it answers IDP_NO");
    here.plugin->must_log_in({.op_id = 5});
}

void cancel_ends_call(trial& of) {
    const punctuality watch;
    stage here{of};
    const auto who = arrive(*here.plugin);
    here.server->lie([](tls_peer& peer) { peer.wait_until_client_leaves(); });
    auto waiting = std::async(std::launch::async,
                              [&] { return resolve_strictly(*here.plugin, who, {.timeout = 20s, .op_id = 9}); });
    here.server->server().wait_until_accepted(1);
    const auto cancelled = here.plugin->cancel(9);
    const auto then = std::chrono::steady_clock::now();
    expect(cancelled == IDP_OK,
           "cancel answered " + name_of(cancelled) + " to an operation that waits for the network: it answers IDP_OK");
    const auto call = waiting.get();
    const auto after = std::chrono::steady_clock::now() - then;
    expect(call.status == IDP_E_CANCELLED,
           "resolve_account answered " + call.story() + " after cancel: it answers IDP_E_CANCELLED");
    expect(after < 1s + watch.allowance(), "resolve_account returned more than a second after it was cancelled");
    expect(here.plugin->cancel(9) == IDP_NO, "cancel did not answer IDP_NO to an operation that has ended");
    here.host.expect_no_breach();
}

namespace {

// One login after the other, each with an op_id of its own, which somebody else tries to cancel at any moment.
class racer {
public:
    racer(trial& of, stage& here, int lane)
        : here_{here},
          async_{of.extension<idp_async_v1>(IDP_ASYNC_V1)},
          lane_{lane},
          random_{static_cast<unsigned>(of.seed) + static_cast<unsigned>(lane)} {}

    void run(unsigned logins) {
        std::jthread canceller{[this](const std::stop_token& stop) { cancel_at_random(stop); }};
        for (unsigned i = 0; i < logins; ++i)
            log_in(async_ && i % 2 == 1);
    }

private:
    void log_in(bool by_completion) {
        const auto who = arrive(*here_.plugin);
        const resolve_options how{.timeout = 20s, .op_id = static_cast<std::uint64_t>(lane_ + 1)};
        if (!by_completion) return expect_end(resolve_strictly(*here_.plugin, who, how));
        // Kept until the instance is gone: a completion that comes twice must not find it missing.
        auto& login = started_.emplace_back(async_);
        const auto start = login.start(*here_.plugin, who.token, how);
        expect(start.ok(), "resolve_account_start answered " + start.story() + " to a good grant");
        const auto end = login.wait(25s);
        expect_end(end);
        login.expect_due_completions();
        expect(end.ok() ? login.subject() == who.subject : login.account_was_zero(),
               "an operation that raced with cancel was told " + end.story() + " and an account that does not fit");
    }
    static void expect_end(const outcome& end) {
        expect(end.ok() || end.status == IDP_E_CANCELLED,
               "an operation that raced with cancel ended with " + end.story() +
                   ": the provider answers, so it is IDP_OK, or IDP_E_CANCELLED");
    }
    void cancel_at_random(const std::stop_token& stop) {
        std::uniform_int_distribution pause{0, 1500};
        while (!stop.stop_requested()) {
            std::this_thread::sleep_for(std::chrono::microseconds{pause(random_)});
            here_.plugin->cancel(static_cast<std::uint64_t>(lane_ + 1));
        }
    }

    stage& here_;
    const idp_async_v1* const async_;
    const int lane_;
    std::minstd_rand random_;
    std::deque<operation> started_;
};

}  // namespace

// An instance need not remember more callbacks than an hour brings: after some hundreds it is another one.
void cancel_races(trial& of) {
    constexpr unsigned lanes = 4, most = 200;
    of.table();
    unsigned left = std::max(1u, of.rounds * 10 / lanes);
    while (left > 0) {
        const auto each = std::min(left, most);
        std::deque<racer> racers;
        stage here{of};
        for (unsigned lane = 0; lane < lanes; ++lane)
            racers.emplace_back(of, here, static_cast<int>(lane));
        at_once(lanes, [&](int lane) { racers[static_cast<std::size_t>(lane)].run(each); });
        here.host.expect_no_breach();
        here.plugin->must_log_in();
        left -= each;
    }
}

}  // namespace validator
