#include "bench/processes.hpp"

#include <fcntl.h>
#include <sched.h>
#include <spawn.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <system_error>

namespace bench {
namespace {

processors find_processors() {
    cpu_set_t allowed;
    CPU_ZERO(&allowed);
    ::sched_getaffinity(0, sizeof allowed, &allowed);
    processors out{-1, -1};
    for (int i = 0; i < CPU_SETSIZE; ++i) {
        if (!CPU_ISSET(i, &allowed)) continue;
        if (out.servers < 0) out.servers = i;
        out.clients = i;
    }
    return out;
}

[[noreturn]] void fail(const char* what) { throw std::system_error{errno, std::generic_category(), what}; }

}  // namespace

const processors& processors_of_this_run() {
    static const processors found = find_processors();
    return found;
}

void pin_to(int processor) {
    cpu_set_t one;
    CPU_ZERO(&one);
    CPU_SET(processor, &one);
    ::sched_setaffinity(0, sizeof one, &one);
}

child_process::child_process(const std::function<void()>& body, int processor) : pid_{::fork()} {
    if (pid_ < 0) fail("fork");
    if (pid_ > 0) return;
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    pin_to(processor);
    try {
        body();
    } catch (const std::exception& broken) {
        std::fprintf(stderr, "wecom-bench, a server: %s\n", broken.what());
    }
    ::_exit(1);
}

child_process::~child_process() {
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
}

std::string this_program() { return std::filesystem::read_symlink("/proc/self/exe").string(); }

finished run(const std::vector<std::string>& command) {
    int pipe[2];
    if (::pipe2(pipe, O_CLOEXEC) != 0) fail("pipe");
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, pipe[1], STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions, pipe[1], STDERR_FILENO);
    std::vector<char*> arguments;
    for (const auto& one : command)
        arguments.push_back(const_cast<char*>(one.c_str()));
    arguments.push_back(nullptr);
    pid_t pid = 0;
    const int refused = ::posix_spawnp(&pid, arguments[0], &actions, nullptr, arguments.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    ::close(pipe[1]);
    finished out;
    if (refused != 0) {
        ::close(pipe[0]);
        out.said = command[0] + " cannot be started: " + std::generic_category().message(refused);
        return out;
    }
    std::array<char, 4096> part;
    for (ssize_t size; (size = ::read(pipe[0], part.data(), part.size())) > 0;)
        out.said.append(part.data(), static_cast<std::size_t>(size));
    ::close(pipe[0]);
    rusage used{};
    ::wait4(pid, &out.status, 0, &used);
    out.largest_kib = used.ru_maxrss;
    return out;
}

}  // namespace bench
