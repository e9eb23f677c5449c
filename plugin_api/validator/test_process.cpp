#include "validator/test_process.hpp"

#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <system_error>
#include <utility>

namespace validator {
namespace {

constexpr off_t most_output = 16384;  // the end of it

int file_in_memory(const char* name) {
    const int file = ::memfd_create(name, MFD_CLOEXEC);
    if (file < 0) throw std::system_error{errno, std::generic_category(), "memfd_create"};
    return file;
}

// The last bytes of a file.
std::string end_of(int file, off_t most) {
    const auto size = ::lseek(file, 0, SEEK_END), begin = size > most ? size - most : 0;
    std::string out(static_cast<std::size_t>(size - begin), '\0');
    const auto count = ::pread(file, out.data(), out.size(), begin);
    out.resize(count > 0 ? static_cast<std::size_t>(count) : 0);
    return out;
}

// A verdict on its way to the parent: kind, flags, and then each text with its end.
void write_verdict(int file, const verdict& said) {
    std::string out;
    out += static_cast<char>('0' + static_cast<int>(said.kind));
    out += said.for_want_of_recipe ? '1' : '0';
    out += said.no_provider ? '1' : '0';
    out.append(said.text).push_back('\0');
    for (const auto& warning : said.warnings)
        out.append(warning).push_back('\0');
    if (::write(file, out.data(), out.size()) != static_cast<ssize_t>(out.size())) ::_exit(2);
}

bool read_verdict(int file, verdict& said) {
    const auto all = end_of(file, 1 << 24);
    if (all.size() < 4) return false;
    said.kind = static_cast<outcome_kind>(all[0] - '0');
    said.for_want_of_recipe = all[1] == '1';
    said.no_provider = all[2] == '1';
    said.text = all.c_str() + 3;
    for (auto at = 3 + said.text.size() + 1; at < all.size(); at += said.warnings.back().size() + 1)
        said.warnings.emplace_back(all.c_str() + at);
    return true;
}

std::string how_it_died(int status) {
    if (WIFEXITED(status))
        return "the process ended with status " + std::to_string(WEXITSTATUS(status)) +
               ", which is not how a test ends";
    const int signal = WTERMSIG(status);
    return std::string{"the process died of signal "} + std::to_string(signal) + ", " + ::strsignal(signal);
}

[[noreturn]] void be_the_child(const contract_test& test, const subject& of, int answer, int output) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    constexpr rlimit no_core{0, 0};
    ::setrlimit(RLIMIT_CORE, &no_core);
    sigset_t none;
    sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
    ::dup2(output, STDOUT_FILENO);
    ::dup2(output, STDERR_FILENO);
    ::close(output);
    write_verdict(answer, attempt(test, of));
    std::fflush(nullptr);
    ::_exit(0);
}

}  // namespace

test_process::test_process(const contract_test& test, const subject& of)
    : test_{&test}, answer_{file_in_memory("verdict")}, output_{file_in_memory("output")} {
    std::fflush(nullptr);  // or the child would write what was not yet written here once more
    process_ = ::fork();
    if (process_ < 0) throw std::system_error{errno, std::generic_category(), "fork"};
    ::setpgid(process_, process_);  // in both, since either may be the first
    if (process_ == 0) be_the_child(test, of, answer_, output_);
}

test_process::test_process(test_process&& other) noexcept
    : test_{other.test_},
      answer_{std::exchange(other.answer_, -1)},
      output_{std::exchange(other.output_, -1)},
      began_{other.began_},
      process_{std::exchange(other.process_, -1)},
      status_{other.status_},
      overrun_{other.overrun_} {}

test_process::~test_process() {
    if (process_ > 0) reap();
    ::close(answer_);
    ::close(output_);
}

bool test_process::has_ended() {
    siginfo_t what{};
    if (::waitid(P_PID, static_cast<id_t>(process_), &what, WEXITED | WNOHANG | WNOWAIT) != 0 || what.si_pid == 0)
        return false;
    reap();
    return true;
}

void test_process::end(std::chrono::milliseconds limit) {
    overrun_ = limit;
    reap();
}

// The children that a test has left behind are of its group.
void test_process::reap() {
    ::kill(-process_, SIGKILL);
    while (::waitpid(process_, &status_, 0) < 0 && errno == EINTR) {
    }
    process_ = -1;
}

verdict test_process::take_verdict() {
    verdict said{.test = test_};
    said.elapsed = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - began_);
    if (overrun_.count() > 0) {
        said.kind = outcome_kind::timeout;
        said.text = "the test was not over after " + std::to_string(overrun_.count()) + " ms";
    } else if (status_ != 0 || !read_verdict(answer_, said)) {
        said.kind = outcome_kind::crash;
        said.text = how_it_died(status_);
    }
    said.output = end_of(output_, most_output);
    return said;
}

}  // namespace validator
