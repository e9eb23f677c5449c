#include "validator/tests/async_tests.hpp"
#include "validator/tests/operation.hpp"
#include "validator/tests/punctuality.hpp"
#include "validator/tests/untrue_answers.hpp"

#include <algorithm>
#include <atomic>
#include <deque>
#include <future>

namespace validator {

using namespace std::chrono_literals;

namespace {

tls_server::script silent() {
    return [](tls_peer& peer) { peer.wait_until_client_leaves(); };
}

// Starts one operation and lets it end; what the completion was told must fit the end, and come once.
void expect_one_end(trial& of, const std::string& how_it_ends, const std::function<void(stage&)>& before,
                    const std::function<void(stage&)>& meanwhile, const std::vector<idp_status>& ends,
                    const resolve_options& how = {.timeout = 8s, .op_id = 3}) {
    operation login{async_of(of)};
    stage here{of};
    const auto who = arrive(*here.plugin);
    before(here);
    const auto start = login.start(*here.plugin, who.token, how);
    expect(start.ok(), "resolve_account_start answered " + start.story() + " to a good grant");
    meanwhile(here);
    const punctuality watch;
    const auto end = login.wait(how.timeout + 5s);
    watch.expect_by(end, how.timeout, how_it_ends);
    expect(ends.empty() || std::ranges::count(ends, end.status) > 0,
           "an operation that ends by " + how_it_ends + " was told " + end.story());
    expect(end.ok() ? login.subject() == who.subject : login.account_was_zero(),
           "an operation that ends by " + how_it_ends + " was told " + end.story() +
               (end.ok() ? " and the account of somebody else" : " and an account: on failure it is zero"));
    here.plugin->destroy();
    login.expect_due_completions();
    here.host.expect_no_breach();
}

}  // namespace

void callback_exactly_once(trial& of) {
    const auto nothing = [](stage&) {};
    expect_one_end(of, "success", nothing, nothing, {IDP_OK});
    if (!of.recipe.has_network()) return;
    const auto fall_silent = [](stage& here) { here.server->lie(silent()); };
    const auto cut = [](stage& here) { here.server->lie([](tls_peer& peer) { peer.leave(); }); };
    const auto cancel = [](stage& here) { here.plugin->cancel(3); };
    const auto destroy = [](stage& here) {
        const auto destroyed = here.plugin->destroy();
        expect(destroyed == IDP_OK, "destroy answered " + name_of(destroyed) + " while an operation was running");
    };
    std::vector<std::function<void()>> scenes{
        [&] { expect_one_end(of, "cancel", fall_silent, cancel, {IDP_E_CANCELLED}); },
        [&] {
            expect_one_end(of, "its deadline", fall_silent, nothing, {IDP_E_DEADLINE, IDP_E_NETWORK, IDP_E_RESTART},
                           {.timeout = 200ms, .op_id = 3});
        },
        [&] { expect_one_end(of, "destroy", fall_silent, destroy, {IDP_E_CANCELLED}); },
        [&] { expect_one_end(of, "a lost connection", cut, nothing, {}); }};
    for (const auto* error : different_errors(of.recipe))
        scenes.push_back([&, error] {
            expect_one_end(
                of, error->name, [error](stage& here) { here.server->err(*error); }, nothing, error->means);
        });
    at_once(static_cast<int>(scenes.size()), [&](int i) { scenes[static_cast<std::size_t>(i)](); });
}

void callback_not_inline(trial& of) {
    const auto* const async = async_of(of);
    std::deque<operation> logins;
    stage here{of};
    for (unsigned i = 0; i < std::max(of.rounds / 10, 2u); ++i) {
        const auto who = arrive(*here.plugin);
        // The same grant again is answered from memory: a provider is tempted to complete at once.
        for (int again = 0; again < 2; ++again) {
            auto& login = logins.emplace_back(async);
            if (!login.start(*here.plugin, who.token).ok()) continue;
            login.wait();
            expect(!login.told_inside_start(),
                   "a completion was called on the stack of resolve_account_start: a host that holds a lock there "
                   "would wait for itself");
        }
    }
}

void callback_blocks(trial& of) {
    std::promise<void> begun, released;
    auto release = released.get_future().share();
    operation stuck{async_of(of)};
    stuck.in_completion = [&] {
        begun.set_value();
        release.wait_for(2s);
    };
    stage here{of}, elsewhere{of};
    const auto stalled = arrive(*here.plugin);
    expect(stuck.start(*here.plugin, stalled.token).ok(), "resolve_account_start refused a good grant");
    expect(begun.get_future().wait_for(10s) == std::future_status::ready,
           "the completion of a good login was not called within 10 s");
    const punctuality watch;
    at_once(8, [&](int i) {
        auto& person = i % 2 == 0 ? *here.plugin : *elsewhere.plugin;
        const auto call = resolve_strictly(person, arrive(person), {.timeout = 200ms});
        watch.expect_by(call, 200ms, "while a completion of somebody else does not return");
    });
    released.set_value();
    stuck.wait();
    here.plugin->must_log_in();
}

void completion_may_start_next(trial& of) {
    const auto* const async = async_of(of);
    operation first{async}, next{async};
    stage here{of};
    const auto who = arrive(*here.plugin), other = arrive(*here.plugin);
    idp_status cancelled = IDP_OK;
    outcome started;
    first.in_completion = [&] {
        cancelled = here.plugin->cancel(1);
        started = next.start(*here.plugin, other.token, {.op_id = 1});
    };
    expect(first.start(*here.plugin, who.token, {.op_id = 1}).ok(), "resolve_account_start refused a good grant");
    first.wait();
    expect(cancelled == IDP_NO, "cancel, called from the completion of that operation, answered " + name_of(cancelled) +
                                    ": it has ended, so the answer is IDP_NO");
    expect(started.ok(), "resolve_account_start, called from a completion, answered " + started.story() +
                             ": hosts may start the next login there, also with the same op_id");
    const auto end = next.wait();
    expect(end.ok() && next.subject() == other.subject,
           "a login that was started from a completion ended with " + end.story());
    expect(!next.told_inside_start(), "a completion was called on the stack of resolve_account_start");
    here.plugin->destroy();
    first.expect_due_completions();
    next.expect_due_completions();
    here.host.expect_no_breach();
}

void reentrant(trial& of) {
    operation login{async_of(of)};
    stage here{of};
    const auto who = arrive(*here.plugin), other = arrive(*here.plugin);
    idp_status destroyed = IDP_OK;
    outcome waited;
    login.in_completion = [&] {
        idp::owned<idp_account> account;
        destroyed = here.plugin->destroy();
        waited = here.plugin->resolve(other.token, account, {.timeout = 1s});
    };
    expect(login.start(*here.plugin, who.token).ok(), "resolve_account_start refused a good grant");
    login.wait();
    expect(destroyed == IDP_E_INVALID, "destroy, called from a completion, answered " + name_of(destroyed) +
                                           ": it would wait for that completion, so it answers IDP_E_INVALID");
    expect(waited.status == IDP_E_INVALID && waited.reason() == "reentrant",
           "resolve_account, called from a completion, answered " + waited.story() +
               ": a wait there holds all completions up, so it answers IDP_E_INVALID \"reentrant\"");
    here.plugin->must_log_in();
    here.host.expect_no_breach();
}

}  // namespace validator
