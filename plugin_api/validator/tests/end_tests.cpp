// How instances and the process end.

#include "validator/network/remote_stand_in.hpp"
#include "validator/process/child.hpp"
#include "validator/process/memory.hpp"
#include "validator/stage.hpp"
#include "validator/tests/operation.hpp"
#include "validator/tests/sections.hpp"

#include <dlfcn.h>

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <thread>

namespace validator {
namespace {

using namespace std::chrono_literals;

// So many logins that wait inside the provider, each held by its server until the end of this.
class held_logins {
public:
    held_logins(stage& on, int count) {
        on.server->lie([](tls_peer& peer) {
            peer.handshake();
            peer.read_request();
            peer.wait_until_client_leaves();
        });
        for (int i = 0; i < count; ++i)
            threads_.emplace_back([&, token = on.plugin->grant_token()] {
                idp::owned<idp_account> account;
                const auto end = on.plugin->resolve(token, account, {.timeout = 20s});
                if (end.status == IDP_E_CANCELLED) ++cancelled_;
                if (end.ok()) ++accounts_;
            });
        on.server->server().wait_until_asked(1);
        while (on.host.inside() < static_cast<std::size_t>(count) || running_threads() > 1)
            std::this_thread::yield();
    }
    void wait() { threads_.clear(); }

    std::atomic<int> cancelled_{0}, accounts_{0};

private:
    // Of this process, which do not wait for anything: who sleeps inside a call has entered it.
    static int running_threads() {
        int out = 0;
        for (const auto& each : std::filesystem::directory_iterator{"/proc/self/task"}) {
            std::ifstream stat{each.path() / "stat"};
            const std::string line{std::istreambuf_iterator<char>{stat}, {}};
            const auto state = line.find(") ");
            out += state != std::string::npos && line[state + 2] == 'R';
        }
        return out;
    }

    std::vector<std::jthread> threads_;
};

void destroy_while_busy(trial& of) {
    constexpr int people = 32;
    stage on{of};
    held_logins inside{on, people};
    const auto begin = std::chrono::steady_clock::now();
    const auto status = on.plugin->destroy();
    const auto elapsed =
        std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - begin);
    inside.wait();
    expect(status == IDP_OK, "destroy with 32 logins inside answered " + name_of(status));
    expect(inside.accounts_ == 0, "a login that nobody answered gave an account");
    expect(inside.cancelled_ == people, std::to_string(people - inside.cancelled_) +
                                            " of 32 logins did not end with IDP_E_CANCELLED when destroy was called");
    expect(elapsed < 5s, "destroy with 32 logins inside took " + std::to_string(elapsed.count()) + " ms");
}

// The time that destroy takes, the best of several: other load of the machine is not the provider's fault.
void destroy_in_time(trial& of) {
    auto best = std::chrono::milliseconds::max();
    for (int i = 0; i < 5 && best > 100ms; ++i) {
        stage on{of};
        on.plugin->must_log_in();
        const auto begin = std::chrono::steady_clock::now();
        on.plugin->destroy();
        best = std::min(
            best, std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - begin));
    }
    expect(best <= 100ms, "destroy took " + std::to_string(best.count()) + " ms; it has 100");
}

void silence_after_destroy(trial& of) {
    stage on{of, store::working};
    for (int i = 0; i < 3; ++i)
        on.plugin->must_log_in();
    on.plugin->prepare();
    expect(on.plugin->destroy() == IDP_OK, "destroy failed");
    on.host.close();
    attentive_host second;
    guest other{of, second, on.config_json(of), "validator/2"};
    for (int i = 0; i < 3; ++i)
        other.must_log_in();
    expect(other.destroy() == IDP_OK, "destroy failed");
    on.host.expect_no_breach();
}

// Whatever a provider does by itself, it may be doing when the process ends. No thread of the host is inside: the
// libraries that it would use there end with the process as well.
void exit_with_instances(trial& of) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    throw skipped{"what such a process still has would be reported as leaks"};
#endif
    const remote_stand_in server{of.recipe};
    for (unsigned i = 0; i < std::max(3u, of.rounds / 100); ++i) {
        const auto said = process::said_by_a_child([&]() -> std::string {
            auto& host = *new attentive_host;
            auto& used = *new guest{of, host, server.config_json(), "validator/exit"};
            new guest{of, host, server.config_json(), "validator/idle"};
            used.must_log_in();
            used.prepare();
            if (const auto* async = of.extension<idp_async_v1>(IDP_ASYNC_V1))
                for (int person = 0; person < 32; ++person) {
                    auto& login = *new operation{async};
                    (void)login.start(used, used.grant_token(), {});
                }
            std::exit(0);
        });
        expect(said.empty(), "a process that called exit with living instances: " + said);
    }
}

void load_and_leave(trial& of, const std::string& config, unsigned round) {
    void* const handle = ::dlopen(of.library.c_str(), RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
    expect(handle != nullptr, "the library could not be opened again");
    {
        attentive_host host;
        guest one{of, host, config, "validator/reload"};
        one.must_log_in();
        expect(one.destroy() == IDP_OK, "destroy failed in round " + std::to_string(round));
    }
    ::dlclose(handle);
}

// Memory is the provider's alone: its server is a process of its own for this. A slow machine gets as far as it gets.
void reload(trial& of) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    const unsigned rounds = of.rounds / 5;
    constexpr bool memory_is_ours = false;
#else
    const unsigned rounds = of.rounds;
    constexpr bool memory_is_ours = true;
#endif
    const remote_stand_in server{of.recipe};
    const auto end = std::chrono::steady_clock::now() + 30s * std::max(1u, of.rounds / 1000);
    const unsigned warm = rounds / 5;
    std::size_t at_first = 0;
    unsigned done = 0;
    for (; done < rounds && std::chrono::steady_clock::now() < end; ++done) {
        if (done == warm) at_first = process::resident_bytes();
        load_and_leave(of, server.config_json(), done);
    }
    if (done < rounds) of.warn("only " + std::to_string(done) + " rounds in the time that there is");
    if (!memory_is_ours || done <= warm) return;
    const auto grown = static_cast<double>(process::resident_bytes()) - static_cast<double>(at_first);
    const auto a_round = grown / 1024 / (done - warm);
    const auto bar = done < 500 ? 256.0 : 1.0;  // in few rounds what is kept for the next one counts
    expect(a_round < bar, "open, create, login, destroy, close grows by " + std::to_string(a_round) + " KiB a round, " +
                              std::to_string(done - warm) + " rounds long");
}

}  // namespace

section end_tests() {
    static constexpr contract_test tests[]{
        {"destroy-while-busy", "The provider ends the logins inside with IDP_E_CANCELLED when destroy is called.",
         "R25 R18", needs::network, destroy_while_busy},
        {"destroy-in-time", "The provider destroys an instance within 100 ms.", "R25", needs::instance,
         destroy_in_time},
        {"silence-after-destroy", "The provider runs no code for an instance that was destroyed.", "R25 R28",
         needs::instance, silence_after_destroy},
        {"exit-with-instances", "The provider is harmless in a process that ends with instances alive.", "R24",
         needs::instance, exit_with_instances},
        {"reload", "The provider does not grow from open, create, login, destroy, close.", "R24", needs::instance,
         reload},
    };
    return tests;
}

}  // namespace validator
