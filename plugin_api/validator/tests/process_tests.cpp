// The process that the provider shares with its host: its surroundings, its other inhabitants.

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
#include <clocale>
#include <csignal>
#include <cstdlib>
#include <set>

namespace validator {
namespace {

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
