// Threads of the host: many at once, small ones, interrupted ones, ones that a host function keeps.

#include "validator/stage.hpp"
#include "validator/tests/arrival.hpp"
#include "validator/tests/sections.hpp"

#include <sys/time.h>

#include <algorithm>
#include <atomic>
#include <clocale>
#include <csignal>
#include <thread>

namespace validator {
namespace {

using namespace std::chrono_literals;

void called_only_inside(trial& of) {
    stage on{of, store::working};
    at_once(8, [&](int) { on.plugin->must_log_in(); });
    on.plugin->prepare();
    on.plugin->destroy();
    on.host.expect_no_breach();
}

void parallel_64(trial& of) {
    stage on{of};
    const auto each = std::clamp(of.rounds / 100, 1u, 10u);
    at_once(64, [&](int) {
        for (unsigned i = 0; i < each; ++i)
            on.plugin->must_log_in({.timeout = 20s});
    });
    on.host.expect_no_breach();
}

// Go's threads for C, and musl's, have stacks as small as that.
void small_stack(trial& of) {
    stage on{of};
    struct task {
        stage& on;
        std::string failure{};
    } with{on};
    pthread_attr_t small;
    pthread_attr_init(&small);
    pthread_attr_setstacksize(&small, 128 * 1024);
    pthread_t thread;
    const auto run = [](void* what) -> void* {
        auto& self = *static_cast<task*>(what);
        try {
            self.on.plugin->must_log_in();
        } catch (const violation& broken) {
            self.failure = broken.what();
        }
        return nullptr;
    };
    if (::pthread_create(&thread, &small, run, &with) != 0) throw skipped{"this system has no such small stacks"};
    ::pthread_join(thread, nullptr);
    ::pthread_attr_destroy(&small);
    expect(with.failure.empty(), "on a stack of 128 KiB: " + with.failure);
}

// A signal a millisecond: whoever forgets to go on after EINTR fails sooner or later.
class interruptions {
public:
    interruptions() {
        struct sigaction ignored {};
        ignored.sa_handler = [](int) {};
        ::sigaction(SIGALRM, &ignored, &before_);
        const itimerval each_millisecond{{0, 1000}, {0, 1000}};
        ::setitimer(ITIMER_REAL, &each_millisecond, nullptr);
    }
    ~interruptions() {
        const itimerval none{};
        ::setitimer(ITIMER_REAL, &none, nullptr);
        ::sigaction(SIGALRM, &before_, nullptr);
    }
    interruptions(const interruptions&) = delete;

private:
    struct sigaction before_ {};
};

// The stand-in's threads are spared: they begin while the signal is blocked, and inherit that.
void signal_storm(trial& of) {
    sigset_t alarm;
    sigemptyset(&alarm);
    sigaddset(&alarm, SIGALRM);
    ::pthread_sigmask(SIG_BLOCK, &alarm, nullptr);
    stage on{of};
    ::pthread_sigmask(SIG_UNBLOCK, &alarm, nullptr);
    const interruptions storm;
    for (unsigned i = 0; i < std::max(5u, of.rounds / 20); ++i)
        on.plugin->must_log_in();
}

void foreign_locale(trial& of) {
    const std::string before = std::setlocale(LC_ALL, nullptr);
    int tried = 0;
    for (const auto* name : {"tr_TR.UTF-8", "de_DE.UTF-8", "C"}) {
        if (!std::setlocale(LC_ALL, name)) continue;
        ++tried;
        stage on{of};
        on.plugin->must_log_in();
        expect(std::string{std::setlocale(LC_ALL, nullptr)}.find(name) != std::string::npos,
               std::string{"the provider has changed the locale from "} + name);
    }
    std::setlocale(LC_ALL, before.c_str());
    if (tried == 1) of.warn("neither tr_TR.UTF-8 nor de_DE.UTF-8 is installed: only the locale C was tried");
}

// From a host function, destroy and whatever blocks would wait for itself.
void host_calls_back(trial& of) {
    stage on{of};
    std::atomic<bool> asked{false};
    idp_status destroyed = IDP_OK, resolved = IDP_OK;
    std::string reason;
    const auto token = on.plugin->grant_token();
    on.host.when_called = [&](const char*) {
        if (asked.exchange(true)) return;
        destroyed = on.plugin->table().destroy(on.plugin->self());
        idp::owned<idp_account> account;
        const auto end = on.plugin->resolve(token, account);
        resolved = end.status;
        reason = end.reason();
    };
    const auto end = on.plugin->log_in();
    on.host.when_called = nullptr;
    if (!asked) throw skipped{"this login called no function of the host"};
    expect(destroyed == IDP_E_INVALID,
           "destroy was called from inside a host function and answered " + name_of(destroyed) +
               ": it cannot wait for the call it is in, so it must answer IDP_E_INVALID and leave the instance alone");
    expect(resolved == IDP_E_INVALID && reason == "reentrant",
           "resolve_account was called from inside a host function and answered " + name_of(resolved) + " \"" + reason +
               "\" instead of IDP_E_INVALID \"reentrant\"");
    expect(end.ok(), "the login in which the host called back ended with " + end.story());
    on.plugin->must_log_in();
}

// A host function that takes its time holds up the call it is in, and nobody else.
void slow_host(trial& of) {
    stage slow{of};
    attentive_host quick;
    guest other{of, quick, slow.config_json(of), "validator/2"};
    std::atomic<bool> waiting{false}, go_on{false};
    slow.host.when_called = [&](const char*) {
        waiting = true;
        go_on.wait(false);
    };
    std::jthread held{[&] { slow.plugin->log_in(); }};
    const auto let_go = [&] {
        go_on = true;
        go_on.notify_all();
    };
    try {
        for (int i = 0; i < 5; ++i)
            other.must_log_in();
    } catch (const violation& broken) {
        let_go();
        throw violation{std::string{"while a host function of another instance took its time: "} + broken.what()};
    }
    let_go();
}

void many_instances(trial& of) {
    stage on{of};
    std::vector<idp_instance*> all;
    const auto config = on.config_json(of);
    for (unsigned i = 0; i < of.rounds * 10; ++i) {
        guest one{of, on.host, config, "validator/many/" + std::to_string(i)};
        if (i == 0) one.must_log_in();
        all.push_back(one.give_up());
    }
    for (auto* const each : all)
        expect(of.table().destroy(each) == IDP_OK, "destroy of one of many instances failed");
    on.plugin->must_log_in();
}

void thread_ends(trial& of) {
    stage on{of};
    for (int i = 0; i < 3; ++i)
        at_once(1, [&](int) {
            guest one{of, on.host, on.config_json(of), "validator/thread"};
            one.must_log_in();
            expect(one.destroy() == IDP_OK, "destroy failed on the thread that had logged in");
        });
}

}  // namespace

section thread_tests() {
    static constexpr contract_test tests[]{
        {"host-called-only-inside",
         "The provider calls the host only on threads that are inside a call into the same instance.", "R28",
         needs::instance, called_only_inside},
        {"parallel-64", "The provider serves 64 threads on one instance.", "R20", needs::instance, parallel_64},
        {"small-stack", "The provider logs in on a thread with 128 KiB of stack.", "R19", needs::instance, small_stack},
        {"signal-storm", "The provider goes on after a signal has interrupted a system call.", "R23", needs::instance,
         signal_storm},
        {"foreign-locale", "The provider does not depend on the locale, and does not change it.", "R23",
         needs::instance, foreign_locale},
        {"host-calls-back", "The provider answers \"reentrant\" where waiting would be for itself.", "R25",
         needs::instance, host_calls_back},
        {"slow-host", "The provider lets nobody else wait for a host function that is slow.", "R20 R28",
         needs::instance, slow_host},
        {"many-instances", "The provider has room for thousands of instances.", "R15", needs::instance, many_instances},
        {"thread-ends", "The provider does not mind that the thread ends that logged in and destroyed.", "R24 R25",
         needs::instance, thread_ends},
    };
    return tests;
}

}  // namespace validator
