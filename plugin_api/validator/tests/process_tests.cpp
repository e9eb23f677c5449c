// The process that the provider shares with its host: its children, its surroundings, its other inhabitants.

#include "validator/process/child.hpp"
#include "validator/process/footprint.hpp"
#include "validator/stage.hpp"
#include "validator/tests/sections.hpp"

#include <openssl/crypto.h>
#include <openssl/provider.h>

#include <fcntl.h>
#include <netinet/in.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <clocale>
#include <csignal>
#include <cstdlib>
#include <set>
#include <thread>

namespace validator {
namespace {

using namespace std::chrono_literals;

// Logins without a pause until the end of this, as a host that forks may have them under way.
class busy {
public:
    explicit busy(guest& with, int threads) {
        for (int i = 0; i < threads; ++i)
            threads_.emplace_back([&](const std::stop_token& end) {
                while (!end.stop_requested()) {
                    with.log_in();
                    ++logins_;
                }
            });
        while (logins_ < threads)
            std::this_thread::yield();
    }

private:
    std::atomic<int> logins_{0};
    std::vector<std::jthread> threads_;
};

// What a child does with an instance of its own: "" if all is well.
std::string life_of_its_own(trial& of, const std::string& config) {
    attentive_host host;
    guest own{of, host, config, "validator/child"};
    const auto end = own.log_in();
    if (!end.ok()) return "in a child, a login with an instance of its own ended with " + end.story();
    return own.destroy() == IDP_OK ? "" : "in a child, destroy of an instance of its own failed";
}

// gcc's ThreadSanitizer does not follow the child of a process that has threads.
void need_children() {
#ifdef __SANITIZE_THREAD__
    throw skipped{"ThreadSanitizer does not follow children"};
#endif
}

void expect_nothing_said(const std::string& by_child) {
    expect(by_child.empty(),
           by_child.find("signal 14") != std::string::npos
               ? "a child did not come back: " + by_child + " (it waits for a lock or a thread that fork did not copy)"
               : by_child);
}

void fork_before_create(trial& of) {
    need_children();
    of.table();
    std::optional<stand_in> server;
    if (of.recipe.has_network()) server.emplace(of.recipe);
    const auto config = server ? server->config_json() : of.recipe.config_json();
    expect_nothing_said(process::said_by_a_child([&] { return life_of_its_own(of, config); }));
    expect_nothing_said(life_of_its_own(of, config));
}

// Libraries below the provider have locks of their own, which one of many children may find held for ever; a provider
// that has one of its own hangs in most of them.
void fork_while_busy(trial& of) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    throw skipped{"a sanitizer's malloc does not live through the fork of a process whose threads allocate"};
#endif
    constexpr unsigned patience_s = 5;
    stage on{of};
    on.plugin->must_log_in();
    const busy logins{*on.plugin, 8};
    const auto children = std::max(3u, of.rounds / 100);
    unsigned hung = 0;
    for (unsigned i = 0; i < children; ++i) {
        const auto said = process::said_by_a_child([&] {
            ::alarm(patience_s);
            return life_of_its_own(of, on.config_json(of));
        });
        if (said.find("signal 14") == std::string::npos)
            expect_nothing_said(said);
        else
            ++hung;
    }
    const auto count = std::to_string(hung) + " of " + std::to_string(children) + " children of a busy process did not";
    expect(hung * 2 < children, count + " come back: they wait for a lock or a thread that fork did not copy");
    if (hung > 0) of.warn(count + " come back");
}

std::string refusals_of_inherited(guest& inherited, const std::string& token) {
    const auto refused = [](const char* function, idp_status answer) {
        return answer == IDP_E_WRONG_PROCESS
                   ? std::string{}
                   : std::string{"in a child, "} + function + " on an instance of the parent answered " +
                         name_of(answer) + " instead of IDP_E_WRONG_PROCESS";
    };
    journey login;
    idp::owned<idp_grant> grant;
    idp::owned<idp_account> account;
    for (const auto& said :
         {refused("build_authorize_url", inherited.begin(login).status),
          refused("handle_callback", inherited.come_back("state=a", {}, grant).status),
          refused("resolve_account", inherited.resolve(token, account).status), refused("prepare", inherited.prepare()),
          refused("cancel", inherited.cancel(1)), refused("destroy", inherited.table().destroy(inherited.self()))})
        if (!said.empty()) return said;
    return {};
}

void fork_after_create(trial& of) {
    need_children();
    stage on{of};
    on.plugin->must_log_in();
    const auto token = on.plugin->grant_token();
    expect_nothing_said(process::said_by_a_child([&] { return refusals_of_inherited(*on.plugin, token); }));
    on.plugin->must_log_in();
}

void leaves_nothing(trial& of) {
    {
        stage warm{of};
        warm.plugin->must_log_in();
    }
    const auto before = process::footprint::now();
    {
        stage on{of};
        for (int i = 0; i < 3; ++i)
            on.plugin->must_log_in();
    }
    const auto after = before.settled();
    expect(after.threads == before.threads && after.descriptors == before.descriptors,
           "after destroy the process has " + std::to_string(after.threads) + " threads and " +
               std::to_string(after.descriptors) + " descriptors; before create it had " +
               std::to_string(before.threads) + " and " + std::to_string(before.descriptors));
}

// What belongs to the process and not to the provider, as text.
std::vector<std::pair<std::string, std::string>> surroundings() {
    std::vector<std::pair<std::string, std::string>> out;
    for (int signal = 1; signal < 32; ++signal) {
        struct sigaction now {};
        if (::sigaction(signal, nullptr, &now) != 0) continue;
        out.emplace_back("the disposition of signal " + std::to_string(signal),
                         std::to_string(reinterpret_cast<std::uintptr_t>(now.sa_handler)));
    }
    sigset_t mask;
    ::pthread_sigmask(SIG_SETMASK, nullptr, &mask);
    std::string blocked;
    for (int signal = 1; signal < 32; ++signal)
        blocked += sigismember(&mask, signal) == 1 ? '1' : '0';
    out.emplace_back("the signal mask", blocked);
    out.emplace_back("the locale", std::setlocale(LC_ALL, nullptr));
    const auto mode = ::umask(0);
    ::umask(mode);
    out.emplace_back("the umask", std::to_string(mode));
    out.emplace_back("the working directory", std::filesystem::current_path());
    std::string environment;
    for (char** at = environ; *at; ++at)
        environment += std::string{*at} + '\n';
    out.emplace_back("the environment", environment);
    rlimit files{};
    ::getrlimit(RLIMIT_NOFILE, &files);
    out.emplace_back("the limit of descriptors", std::to_string(files.rlim_cur));
    out.emplace_back("the flags of stdout", std::to_string(::fcntl(STDOUT_FILENO, F_GETFL)));
    out.emplace_back("OpenSSL's default context",
                     OSSL_PROVIDER_available(nullptr, "legacy") ? "has the legacy provider" : "");
    return out;
}

void surroundings_unchanged(trial& of) {
    OPENSSL_init_crypto(0, nullptr);
    const auto before = surroundings();
    {
        stage on{of, store::working};
        on.plugin->must_log_in();
    }
    const auto after = surroundings();
    for (std::size_t i = 0; i < before.size(); ++i)
        expect(before[i] == after[i], "the provider has changed " + before[i].first + ", which is the process's");
}

// Nothing is written where the host writes: stdout and stderr go into a pipe for the time of a login.
void silent(trial& of) {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0) throw std::runtime_error{"no pipe"};
    const int out = ::dup(STDOUT_FILENO), err = ::dup(STDERR_FILENO);
    ::dup2(ends[1], STDOUT_FILENO);
    ::dup2(ends[1], STDERR_FILENO);
    std::string failure;
    try {
        stage on{of};
        on.plugin->must_log_in();
    } catch (const violation& broken) {
        failure = broken.what();
    }
    ::dup2(out, STDOUT_FILENO);
    ::dup2(err, STDERR_FILENO);
    std::array<char, 256> said;
    const auto size = ::read(ends[0], said.data(), said.size());
    for (const int each : {out, err, ends[0], ends[1]})
        ::close(each);
    expect(failure.empty(), failure);
    expect(size <= 0, "the provider wrote to stdout or stderr, which are the host's: \"" +
                          std::string{said.data(), static_cast<std::size_t>(std::max<ssize_t>(size, 0))} + "\"");
}

// Descriptors that a program would inherit which the host starts. Connections that the stand-in has accepted are its
// own.
std::set<int> inheritable(stage& on) {
    std::set<int> out;
    for (const auto& entry : std::filesystem::directory_iterator{"/proc/self/fd"}) {
        const int fd = std::stoi(entry.path().filename());
        sockaddr_in local{};
        socklen_t size = sizeof local;
        const bool is_socket = ::getsockname(fd, reinterpret_cast<sockaddr*>(&local), &size) == 0;
        if (is_socket && on.server && ntohs(local.sin_port) == on.server->server().port()) continue;
        if ((::fcntl(fd, F_GETFD) & FD_CLOEXEC) == 0) out.insert(fd);
    }
    return out;
}

void exec_inherits_nothing(trial& of) {
    stage on{of};
    const auto before = inheritable(on);
    on.plugin->must_log_in();
    for (const int fd : inheritable(on))
        expect(before.contains(fd), "descriptor " + std::to_string(fd) +
                                        " of the provider stays open in a program that the host starts: it was opened "
                                        "without close-on-exec");
}

void two_hosts(trial& of) {
    stage one{of};
    attentive_host second;
    guest other{of, second, one.config_json(of), "validator/2"};
    for (int i = 0; i < 3; ++i) {
        one.plugin->must_log_in();
        other.must_log_in();
    }
    one.host.expect_no_breach();
    second.expect_no_breach();
    one.plugin->destroy();
    one.host.close();
    other.must_log_in();
    one.host.expect_no_breach();
}

constexpr const char* cohabitant = R"(
import ctypes, hashlib, ssl, sys
before = hashlib.sha256(b'abc').hexdigest()
library = ctypes.CDLL(sys.argv[1], mode=2)
library.idp_plugin_entry_v1.restype = ctypes.c_void_p
assert library.idp_plugin_entry_v1(), 'no table'
assert hashlib.sha256(b'abc').hexdigest() == before, 'digests have changed'
ssl.create_default_context()
)";

void python_cohabit(trial& of) {
    if (std::system("command -v python3 >/dev/null 2>&1") != 0) throw skipped{"there is no python3 here"};
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    throw skipped{"CPython was built without this sanitizer"};
#endif
    const pid_t process = ::fork();
    if (process == 0) {
        ::execlp("python3", "python3", "-X", "dev", "-c", cohabitant, of.library.c_str(), nullptr);
        ::_exit(127);
    }
    int status = 0;
    ::waitpid(process, &status, 0);
    expect(WIFEXITED(status) && WEXITSTATUS(status) == 0,
           "inside CPython, after import ssl and hashlib, loading the provider and calling its entry failed");
}

}  // namespace

section process_tests() {
    static constexpr contract_test tests[]{
        {"fork-before-create", "The provider works in a child of a process that has loaded it.", "R21 R2",
         needs::instance, fork_before_create},
        {"fork-after-create", "The provider answers IDP_E_WRONG_PROCESS for an instance of the parent, which goes on.",
         "R21", needs::instance, fork_after_create},
        {"fork-while-busy", "The provider works in children that were forked while others logged in.", "R21",
         needs::instance, fork_while_busy},
        {"thread-fd-baseline", "The provider leaves no thread and no descriptor behind.", "R24 R25", needs::instance,
         leaves_nothing},
        {"surroundings-unchanged",
         "The provider leaves signals, locale, umask, directory, environment and OpenSSL alone.", "R23",
         needs::instance, surroundings_unchanged},
        {"silent", "The provider writes neither to stdout nor to stderr.", "R23", needs::instance, silent},
        {"exec-inherits-nothing", "The provider lets no descriptor pass to programs that the host starts.", "R23",
         needs::network, exec_inherits_nothing},
        {"two-hosts", "The provider serves two hosts in one process.", "R2 R28", needs::instance, two_hosts},
        {"python-cohabit", "The provider shares a process with CPython and its OpenSSL.", "R23 R1", needs::nothing,
         python_cohabit},
    };
    return tests;
}

}  // namespace validator
