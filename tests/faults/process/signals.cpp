// A host that is full of signals.

#include "faults/process/app.hpp"
#include "faults/process/wecom_process.hpp"
#include "support/catch.hpp"
#include "validator/process/child.hpp"

#include <sys/time.h>

#include <csignal>

using namespace process_faults;
using namespace process;

namespace {

volatile std::sig_atomic_t signals_taken = 0;

// Every call of the kernel that waits is interrupted, a thousand times a second.
void shower_with(int signal, __itimer_which timer) {
    struct sigaction take {};
    take.sa_handler = [](int) { signals_taken = signals_taken + 1; };
    ::sigaction(signal, &take, nullptr);
    const itimerval millisecond{{0, 1000}, {0, 1000}};
    ::setitimer(timer, &millisecond, nullptr);
}

// Until so many signals came: how many logins failed.
std::string logins_under(app& host, int enough) {
    int logins = 0, failures = 0;
    for (; signals_taken < enough || logins < 50; ++logins)
        failures += host.log_in().status != IDP_OK;
    return std::to_string(failures) + " failed";
}

std::string signal_dispositions() {
    std::string out;
    for (int signal = 1; signal < NSIG; ++signal) {
        struct sigaction now {};
        if (::sigaction(signal, nullptr, &now) == 0 && now.sa_handler != SIG_DFL) out += std::to_string(signal) + ' ';
    }
    return out;
}

}  // namespace

TEST_CASE("F88: SIGALRM comes a thousand times a second", "[process]") {
    wecom_process wecom;
    CHECK(said_by_a_child([&] {
              app host{wecom.config()};
              shower_with(SIGALRM, ITIMER_REAL);
              return logins_under(host, 500);
          }) == "0 failed");
}

TEST_CASE("F88: a profiler takes SIGPROF", "[process]") {
    wecom_process wecom;
    CHECK(said_by_a_child([&] {
              app host{wecom.config()};
              shower_with(SIGPROF, ITIMER_PROF);
              return logins_under(host, 50);
          }) == "0 failed");
}

TEST_CASE("F88: SIGPIPE would end the process, and WeCom closes connections", "[process]") {
    wecom_process wecom;
    CHECK(said_by_a_child([&]() -> std::string {
              std::signal(SIGPIPE, SIG_DFL);
              app host{wecom.config()};
              for (int i = 0; i < 200; ++i)
                  if (i % 5 == 0)  // not so many that the breaker opens
                      host.log_in((i % 2 == 0 ? "close_" : "reset_") + std::to_string(i));
                  else if (const auto end = host.log_in(); end.status != IDP_OK)
                      return end.story();
              return "alive";
          }) == "alive");
}

TEST_CASE("F88: a login changes no disposition and no mask of the host", "[process]") {
    wecom_process wecom;
    CHECK(said_by_a_child([&]() -> std::string {
              sigset_t before, after;
              ::pthread_sigmask(SIG_BLOCK, nullptr, &before);
              const auto taken = signal_dispositions();
              app host{wecom.config()};
              const auto story = host.log_in("alice").story();
              ::pthread_sigmask(SIG_BLOCK, nullptr, &after);
              for (int signal = 1; signal < NSIG; ++signal)
                  if (sigismember(&before, signal) != sigismember(&after, signal)) return "another mask";
              return signal_dispositions() == taken ? story : "another disposition";
          }) == "OK alice");
}
