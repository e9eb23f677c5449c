#include "validator/process/child.hpp"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <exception>
#include <iostream>
#include <stdexcept>
#include <utility>

namespace process {
namespace {

// Longer than any of them needs. One that hangs ends by SIGALRM, and says so.
constexpr unsigned longest_life_s = 120;

std::string outcome_of(const std::function<std::string()>& what) {
    try {
        return what();
    } catch (const std::exception& broken) {
        return std::string{"exception: "} + broken.what();
    }
}

}  // namespace

child::child(const std::function<std::string()>& what) {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) throw std::runtime_error{"no pipe to a child"};
    std::cout.flush();  // or both processes would write what is buffered
    process_ = ::fork();
    if (process_ == 0) {
        ::prctl(PR_SET_PDEATHSIG, SIGKILL);
        ::alarm(longest_life_s);
        for (const int signal : {SIGINT, SIGILL, SIGFPE, SIGSEGV, SIGTERM, SIGABRT})
            std::signal(signal, SIG_DFL);  // Catch2 would report the end of a test
        ::close(ends[0]);
        const auto words = outcome_of(what);
        (void)!::write(ends[1], words.data(), words.size());
        ::_exit(0);
    }
    ::close(ends[1]);
    words_ = ends[0];
    if (process_ < 0) throw std::runtime_error{"no child"};
}

child::~child() {
    if (process_ > 0) {
        ::kill(process_, SIGKILL);
        ::waitpid(process_, nullptr, 0);
    }
    ::close(words_);
}

std::string child::said() {
    std::string words;
    std::array<char, 512> part;
    for (ssize_t count; (count = ::read(words_, part.data(), part.size())) > 0;)
        words.append(part.data(), static_cast<std::size_t>(count));
    int status = 0;
    ::waitpid(std::exchange(process_, -1), &status, 0);
    if (WIFSIGNALED(status)) return words + "ended by signal " + std::to_string(WTERMSIG(status));
    return WEXITSTATUS(status) == 0 ? words : words + "exit status " + std::to_string(WEXITSTATUS(status));
}

}  // namespace process
