// No memory: at every single allocation of a login from create to destroy, at every hundredth, from one on.

#include "faults/process/app.hpp"
#include "faults/process/crowd.hpp"
#include "faults/process/failing_memory.hpp"
#include "faults/process/refusing_kernel.hpp"
#include "faults/process/wecom_process.hpp"
#include "support/catch.hpp"
#include "validator/process/child.hpp"

#include <sys/mman.h>

#include <new>
#include <optional>
#include <sstream>
#include <utility>

using namespace process_faults;
using namespace process;
using which = failing_memory::which;

namespace {

#if defined(__SANITIZE_THREAD__) || defined(__SANITIZE_ADDRESS__)
constexpr bool thorough = false;
#else
constexpr bool thorough = true;
#endif
constexpr auto timeout = 300ms;

// Seen by the test when the child in which memory fails has ended, however it did.
struct progress {
    std::atomic<long> number{0};  // of the allocation that fails
    std::atomic<bool> complete{false};
};

struct shared_progress {
    shared_progress()
        : at{new (::mmap(nullptr, sizeof(progress), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0))
                 progress} {}
    ~shared_progress() { ::munmap(at, sizeof(progress)); }
    progress* const at;
};

// What happens in one round, and what was wrong with it: nothing as a rule.
using round = std::function<std::string(long number)>;

// A login from create on while memory fails: how it ended. What the host allocates itself fails as well.
std::string login_out_of_memory(const std::string& config, std::optional<app>& host, long number, which of) try {
    const failing_memory memory{number, of};
    host.emplace(config);
    return host->log_in("alice", timeout).story();
} catch (const std::bad_alloc&) {
    return "the host has no memory";
} catch (const std::runtime_error& refused) {
    return std::string{"refused: "} + refused.what();
}

round cold_login(const std::string& config, which of, bool good_peer) {
    return [=](long number) -> std::string {
        std::optional<app> host;
        const auto story = login_out_of_memory(config, host, number, of);
        if (story.starts_with("OK") && (!good_peer || story != "OK alice")) return story;
        auto next = host && good_peer ? host->log_in("bob").story() : "OK bob";
        // Of some failures inside it OpenSSL says nothing: then the context of this instance trusts nobody.
        if (next.starts_with("-5 tls")) {
            host.reset();
            next = app{config}.log_in("bob").story();
        }
        return next == "OK bob" ? "" : story + ", then " + next;
    };
}

// Rounds in one child until all allocations have failed once, or something is wrong.
std::string rounds(const round& once, long step, progress& seen) {
    while (!seen.complete) {
        if (const auto wrong = once(seen.number += step); !wrong.empty()) return wrong;
        if (failing_memory::failures() == 0) seen.complete = true;
    }
    return {};
}

// All that went wrong, a line each: also the deaths of children, of which the next goes on. Without the authorities of
// the system, of which each costs a thousand allocations.
std::string sweep(const round& once, long first = 0, long step = 1) {
    const hidden_files authorities{"/etc/ssl/"};
    const shared_progress seen;
    seen.at->number = first;
    std::string out;
    for (int bad = 0; !seen.at->complete && bad < 20; ++bad) {
        const auto said = said_by_a_child([&] {
            once(1'000'000'000);  // what a process allocates once
            return rounds(once, step, *seen.at);
        });
        if (!said.empty()) out += "allocation " + std::to_string(seen.at->number) + ": " + said + '\n';
    }
    CHECK(seen.at->number > 10);
    return out;
}

// Those that come before the first of a login.
long allocations_of_create(const std::string& config) {
    const hidden_files authorities{"/etc/ssl/"};
    CHECK(creation(config).story() == "OK ");
    const failing_memory none{1'000'000'000, which::this_one};
    creation(config);
    return failing_memory::allocations();
}

// How many of these lines say so; all others are left.
int take_lines(std::string& from, const std::string& end) {
    int taken = 0;
    std::string rest;
    std::istringstream lines{std::exchange(from, {})};
    for (std::string line; std::getline(lines, line);)
        line.ends_with(end) ? void(++taken) : void(rest += line + '\n');
    from = rest;
    return taken;
}

}  // namespace

TEST_CASE("any one allocation of a login fails", "[memory]") {
    wecom_process wecom;
    CHECK(sweep(cold_login(wecom.config(), which::this_one, true), 0, thorough ? 1 : 11) == "");
}

TEST_CASE("memory fails for ever from any allocation on", "[memory]") {
    wecom_process wecom;
    auto wrong = sweep(cold_login(wecom.config(), which::from_here_on, true), 0, thorough ? 5 : 53);
    // A coroutine that cannot begin is ended by Asio in a destructor, which needs memory as well: there, in one place
    // of a hundred, a process ends that has none for longer than a moment.
    CHECK(take_lines(wrong, ": ended by signal 6") <= (thorough ? 16 : 4));
    CHECK(wrong == "");
}

TEST_CASE("every so many allocations one fails", "[memory]") {
    wecom_process wecom;
    const auto login = cold_login(wecom.config(), which::every, true);
    CHECK(said_by_a_child([&]() -> std::string {
              const hidden_files authorities{"/etc/ssl/"};
              for (const int number : {1, 2, 3, 5, 10, 20, 50, 100, 200, 500, 1000, 2000})
                  if (const auto wrong = login(number); !wrong.empty()) return std::to_string(number) + ": " + wrong;
              return "";
          }) == "");
}

TEST_CASE("whatever allocation fails, nobody is asked whose certificate is of another host", "[memory]") {
    wecom_process wecom{{}, {.names = "DNS:another.example"}};
    const auto config = wecom.config();
    const auto login = cold_login(config, which::this_one, false);
    CHECK(sweep(login, allocations_of_create(config), thorough ? 1 : 7) == "");
    CHECK(sweep(login, 0, thorough ? 5 : 53) == "");
    CHECK(wecom.book().tokens == 0);
}

TEST_CASE("whatever allocation fails, nobody is asked whom no authority vouches for", "[memory]") {
    wecom_process wecom;
    const certificate_authority other;
    const auto config = wecom.config({{"network", {{"ca_file", other.pem_file()}}}});
    const auto login = cold_login(config, which::this_one, false);
    CHECK(sweep(login, allocations_of_create(config), thorough ? 1 : 7) == "");
    CHECK(sweep(login, 0, thorough ? 5 : 53) == "");
    CHECK(wecom.book().tokens == 0);
}

namespace {

// The end of one login, told by idp.async/1. Allocates nothing: memory fails for the host too.
class told_once {
public:
    // False if the plugin did not take it.
    bool begin(app& host, const std::string& grant_token) {
        const auto& async = *static_cast<const idp_async_v1*>(host.table().get_extension(IDP_ASYNC_V1));
        idp_resolve_request request{};
        request.struct_size = sizeof request;
        request.timeout_ms = 8000;
        request.grant_token = idp::str(grant_token);
        return async.resolve_account_start(host.self(), &request, &done, this, nullptr) == IDP_OK;
    }
    idp_status wait() {
        ends_.wait(0);
        return status_;
    }
    int ends() const { return ends_; }

private:
    static void done(void* user, idp_status status, idp_account*, const idp_error*) {
        auto& self = *static_cast<told_once*>(user);
        self.status_ = status;
        ++self.ends_;
        self.ends_.notify_all();
    }
    idp_status status_ = IDP_OK;
    std::atomic<int> ends_{0};
};

}  // namespace

TEST_CASE("any one allocation of a login fails that needs no connection and no token", "[memory]") {
    wecom_process wecom;
    const auto config = wecom.config();
    std::optional<app> host;
    const bool waits = GENERATE(true, false);
    CAPTURE(waits);
    CHECK(sweep([&](long number) -> std::string {
              if (!host) host.emplace(config);
              if (const auto warm = host->log_in().story(); !warm.starts_with("OK")) return "before: " + warm;
              const auto token = host->come_back(app::fresh_code());
              told_once login;
              bool taken = false;
              {
                  const failing_memory memory{number, which::this_one};
                  try {
                      if (waits) host->resolve(token, timeout);
                      if (!waits && (taken = login.begin(*host, token))) login.wait();
                  } catch (const std::bad_alloc&) {
                      return "";  // the host's own
                  }
              }
              // Behind whatever may still be told.
              const auto next = host->log_in().story();
              if (login.ends() != (taken ? 1 : 0)) return "told " + std::to_string(login.ends()) + " times";
              return next.starts_with("OK") ? "" : next;
          }) == "");
}

TEST_CASE("any one allocation of destroy fails, with logins under way", "[memory]") {
    wecom_process wecom;
    const auto config = wecom.config();
    CHECK(sweep([&](long number) -> std::string {
              app host{config};
              told_once waiting, joined;
              const auto token = host.come_back("mute_1");
              if (!waiting.begin(host, token) || !joined.begin(host, token)) return "not begun";
              crowd{host}.wait_until_under_way();
              {
                  const failing_memory memory{number, which::this_one};
                  host.destroy();
              }
              // Told before destroy has returned.
              if (waiting.ends() != 1 || joined.ends() != 1) return "not told once";
              const auto end = waiting.wait();
              // What it was doing meanwhile may have failed before.
              const bool known = end == IDP_E_CANCELLED || end == IDP_E_INTERNAL || end == IDP_E_NETWORK;
              return known ? "" : std::to_string(end);
          }) == "");
}
