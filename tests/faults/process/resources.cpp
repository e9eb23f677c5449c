// A host with little of everything, and clocks of the system that jump.

#include "faults/process/app.hpp"
#include "faults/process/refusing_kernel.hpp"
#include "faults/process/wecom_process.hpp"
#include "support/catch.hpp"
#include "validator/process/child.hpp"

#include <pthread.h>
#include <sys/resource.h>
#include <unistd.h>

using namespace process_faults;
using namespace process;

namespace {

#if defined(__SANITIZE_THREAD__) || defined(__SANITIZE_ADDRESS__)
constexpr std::size_t small_stack = 1024 * 1024;  // instrumented frames are larger
#else
constexpr std::size_t small_stack = 128 * 1024;
#endif

void limit(__rlimit_resource what, rlim_t to) {
    rlimit now{};
    ::getrlimit(what, &now);
    now.rlim_cur = to;
    if (::setrlimit(what, &now) != 0) throw std::runtime_error{"no limit can be set"};
}

// From now on this process can open so many descriptors more. May be called again.
void leave_descriptors(int count) {
    constexpr int used = 64;
    limit(RLIMIT_NOFILE, used);
    while (::dup(0) >= 0) {
    }
    limit(RLIMIT_NOFILE, static_cast<rlim_t>(used + count));
}

// On a thread with a small stack, and the plugin's threads have one as well.
std::string login_on_a_small_stack(const std::string& config) {
    pthread_attr_t small;
    ::pthread_attr_init(&small);
    ::pthread_attr_setstacksize(&small, small_stack);
    if (::pthread_setattr_default_np(&small) != 0) return "no default";
    struct task {
        const std::string& config;
        std::string story;
    } login{config, {}};
    pthread_t thread;
    const auto run = [](void* with) -> void* {
        auto& what = *static_cast<task*>(with);
        app host{what.config};
        what.story = host.log_in("alice").story() + ", " + host.log_in("html_1").story();
        return nullptr;
    };
    if (::pthread_create(&thread, &small, run, &login) != 0) return "no thread";
    ::pthread_join(thread, nullptr);
    return login.story;
}

constexpr long three_hours = 3 * 3600, ten_years = 3652L * 86400;

}  // namespace

TEST_CASE("F87: few descriptors are left, fewer, none", "[kernel]") {
    wecom_process wecom;
    const auto login_with = [&](int descriptors) {
        return said_by_a_child([&] {
            app host{wecom.config()};
            const auto token = host.come_back("alice");
            leave_descriptors(descriptors);
            const auto story = host.resolve(token, 2000ms).story();
            leave_descriptors(10);
            return story + ", " + host.log_in("bob").story();
        });
    };
    // One to wait with, one to be woken by, one for the connection. For the clock there is a substitute.
    CHECK(login_with(0) == "-13 no_memory, OK bob");
    CHECK(login_with(1) == "-13 no_memory, OK bob");
    CHECK(login_with(2) == "-5 connect, OK bob");
    CHECK(login_with(4) == "OK alice, OK bob");
}

TEST_CASE("F87: a process with 20 descriptors in all logs in", "[kernel]") {
    wecom_process wecom;
    CHECK(said_by_a_child([&] {
              limit(RLIMIT_NOFILE, 20);
              return app{wecom.config()}.log_in("alice").story();
          }) == "OK alice");
}

TEST_CASE("F87: stacks of 128 KiB", "[kernel]") {
    wecom_process wecom;
    CHECK(said_by_a_child([&] { return login_on_a_small_stack(wecom.config()); }) == "OK alice, -6 json");
}

#if !defined(__SANITIZE_THREAD__) && !defined(__SANITIZE_ADDRESS__)
// Sanitizers need terabytes of address space.
TEST_CASE("F87: 256 MiB of address space", "[kernel]") {
    wecom_process wecom;
    CHECK(said_by_a_child([&]() -> std::string {
              limit(RLIMIT_AS, 256 * 1024 * 1024);
              app host{wecom.config()};
              for (int i = 0; i < 100; ++i)
                  if (const auto end = host.log_in(); end.status != IDP_OK) return end.story();
              return host.log_in("alice").story();
          }) == "OK alice");
}
#endif

TEST_CASE("F87: no /etc: no name server, no hosts, no store of authorities", "[kernel]") {
    wecom_process wecom;
    const hidden_files etc{"/etc/"};
    CHECK(app{wecom.config()}.log_in("alice").story() == "OK alice");
    CHECK(creation(wecom.config({{"network", {{"ca_file", nullptr}}}})).story() == "-2 ca_file");
    app nowhere{wecom.config({{"network", {{"api_base", "https://qyapi.wecom.invalid"}}}})};
    CHECK(nowhere.log_in("alice", 8000ms).story() == "-5 dns");
}

TEST_CASE("F87: no device for randomness, and nothing is written anywhere", "[kernel]") {
    wecom_process wecom;
    const hidden_files devices{"/dev/"};
    const int before = opened_for_writing();
    CHECK(app{wecom.config()}.log_in("alice").story() == "OK alice");
    CHECK(opened_for_writing() == before);
}

TEST_CASE("F73: the system's clock jumps, and tokens, connections and deadlines stay", "[kernel]") {
    const auto jump = GENERATE(as<long>{}, 86400, ten_years, -ten_years);
    CAPTURE(jump);
    wecom_process wecom;
    app host{wecom.config()};
    CHECK(host.log_in("alice").story() == "OK alice");
    const moved_clock jumped{CLOCK_REALTIME, jump};
    CHECK(host.log_in("bob").story() == "OK bob");
    const auto late = host.log_in("mute_1", 300ms);
    CHECK(late.story() == "-3 deadline");
    CHECK(late.elapsed >= 300ms);
    CHECK(late.elapsed <= 550ms);
    CHECK(wecom.book().tokens == 1);
    CHECK(wecom.book().connections == 1);
}

TEST_CASE("F74: a machine that slept uses a dead token at most once", "[kernel]") {
    wecom_process wecom;
    app host{wecom.config()};
    CHECK(host.log_in("alice").story() == "OK alice");
    ++wecom.book().generation;  // WeCom's token lived two hours
    const auto clock = GENERATE(as<int>{}, CLOCK_BOOTTIME, CLOCK_MONOTONIC);
    CAPTURE(clock);
    const moved_clock slept{clock, three_hours};
    CHECK(host.log_in("bob").story() == "OK bob");
    CHECK(host.log_in("carol").story() == "OK carol");
    CHECK(wecom.book().tokens == 2);
    CHECK(wecom.book().revoked_uses <= 1);
}
