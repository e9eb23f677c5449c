#include "validator/system_calls.hpp"

#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <charconv>
#include <csignal>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace validator {
namespace {

struct call {
    std::uint32_t number;
    const char* name;
};
#define CALL(name) \
    call { static_cast<std::uint32_t>(SYS_##name), #name }

constexpr call changes[] = {
    CALL(clone),      CALL(clone3),        CALL(execve),        CALL(execveat),     CALL(socket),
    CALL(socketpair), CALL(connect),       CALL(bind),          CALL(rt_sigaction), CALL(chdir),
    CALL(fchdir),     CALL(umask),         CALL(prlimit64),     CALL(setrlimit),    CALL(prctl),
    CALL(kill),       CALL(tgkill),        CALL(setitimer),     CALL(timer_create), CALL(eventfd2),
    CALL(pipe2),      CALL(epoll_create1), CALL(inotify_init1), CALL(memfd_create), CALL(mkdirat),
    CALL(unlinkat),   CALL(renameat2),     CALL(setpriority),   CALL(writev),
#ifdef SYS_fork  // newer architectures lack what the others have twice
    CALL(fork),       CALL(vfork),         CALL(pipe),          CALL(mkdir),        CALL(unlink),
    CALL(rename),
#endif
};
// Known by name only.
constexpr call others[] = {CALL(openat), CALL(read),      CALL(write),    CALL(close),       CALL(mmap),
                           CALL(munmap), CALL(brk),       CALL(getpid),   CALL(gettid),      CALL(futex),
                           CALL(getuid), CALL(getrandom), CALL(uname),    CALL(readlinkat),  CALL(newfstatat),
                           CALL(fstat),  CALL(ioctl),     CALL(mprotect), CALL(sched_yield), CALL(clock_gettime)};
// What sanitizers do between two instructions of the program.
constexpr call bookkeeping[] = {CALL(mmap),  CALL(munmap),      CALL(mprotect),    CALL(madvise),
                                CALL(futex), CALL(sched_yield), CALL(sigaltstack), CALL(rt_sigprocmask)};
#undef CALL

#if defined(__x86_64__)
constexpr std::uint32_t architecture = AUDIT_ARCH_X86_64;
#elif defined(__aarch64__)
constexpr std::uint32_t architecture = AUDIT_ARCH_AARCH64;
#else
#error "the seccomp filter does not know this architecture"
#endif

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool is_sanitized = true;
#else
constexpr bool is_sanitized = false;
#endif

int told = -1;

void tell_number(int, siginfo_t* what, void*) {
    std::array<char, 16> text;
    const auto end = std::to_chars(text.begin(), text.end(), what->si_syscall).ptr;
    if (::write(told, text.begin(), static_cast<std::size_t>(end - text.begin())) < 0) ::_exit(2);
    ::_exit(1);
}

sock_filter statement(int code, std::size_t value) {
    return BPF_STMT(static_cast<std::uint16_t>(code), static_cast<std::uint32_t>(value));
}
// Goes on with the next instruction if they are equal, else after it.
sock_filter if_equal(std::uint32_t value) { return BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, 0, 1); }
sock_filter load(std::size_t offset) { return statement(BPF_LD | BPF_W | BPF_ABS, offset); }
sock_filter end(std::uint32_t action) { return statement(BPF_RET | BPF_K, action); }

bool install(std::span<const call> named, std::uint32_t action, std::uint32_t otherwise) {
    std::vector<sock_filter> program{load(offsetof(seccomp_data, arch)),
                                     BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, architecture, 1, 0),
                                     end(SECCOMP_RET_KILL_PROCESS), load(offsetof(seccomp_data, nr))};
    for (const auto& each : named)
        program.insert(program.end(), {if_equal(each.number), end(action)});
    program.insert(program.end(), {if_equal(SYS_exit_group), end(SECCOMP_RET_ALLOW)});
    // write: to `told` only.
    program.insert(program.end(),
                   {BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_write, 0, 4), load(offsetof(seccomp_data, args)),
                    if_equal(static_cast<std::uint32_t>(told)), end(SECCOMP_RET_ALLOW), end(SECCOMP_RET_TRAP)});
    program.push_back(end(otherwise));
    const sock_fprog filter{static_cast<unsigned short>(program.size()), program.data()};
    return ::syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &filter) == 0;
}

}  // namespace

bool forbid_changes(int tell) {
    told = tell;
    struct sigaction action {};
    action.sa_sigaction = tell_number;
    action.sa_flags = SA_SIGINFO;
    return ::sigaction(SIGSYS, &action, nullptr) == 0 && ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
           install(changes, SECCOMP_RET_TRAP, SECCOMP_RET_ALLOW);
}

bool forbid_everything() {
    return install(is_sanitized ? std::span<const call>{bookkeeping} : std::span<const call>{}, SECCOMP_RET_ALLOW,
                   SECCOMP_RET_TRAP);
}

std::string system_call_named(const std::string& number) {
    for (const auto& list : {std::span<const call>{changes}, std::span<const call>{others}})
        for (const auto& each : list)
            if (std::to_string(each.number) == number) return each.name;
    return "number " + number;
}

}  // namespace validator
