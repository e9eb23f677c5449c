// The program's own definitions of these functions come before those of the C library, for all libraries that it loads.

#include "faults/process/refusing_kernel.hpp"

#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <cstdarg>
#include <cstdio>
#include <cstring>
#include <ctime>

namespace process_faults {
namespace {

struct plan {
    std::atomic<int> error{0}, left{0}, met{0};
};
std::array<plan, static_cast<std::size_t>(kernel_call::count)> plans;
plan& of(kernel_call which) { return plans[static_cast<std::size_t>(which)]; }

char hidden[64];
std::atomic<std::size_t> hidden_size{0};
std::atomic<int> writers{0};

constexpr int clocks = 16;
std::atomic<long> ahead[clocks];

bool on_a_thread_of_ours() {
    if (::gettid() == ::getpid()) return true;
    char name[16] = "";
    ::prctl(PR_GET_NAME, name);
    return std::strcmp(name, "idp-io") == 0;
}

// True if this call fails, with its errno set.
bool fails(kernel_call which) {
    auto& now = of(which);
    const int error = now.error;
    if (error == 0 || !on_a_thread_of_ours() || now.left.fetch_sub(1) <= 0) return false;
    ++now.met;
    errno = error;
    return true;
}

bool fails_on_socket(kernel_call which, int fd) {
    int type = 0;
    socklen_t size = sizeof type;
    return of(which).error != 0 && ::getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &size) == 0 && fails(which);
}

bool is_hidden(const char* path) {
    const auto size = hidden_size.load();
    if (size == 0 || std::strncmp(path, hidden, size) != 0) return false;
    errno = ENOENT;
    return true;
}

template <class Function>
Function* next(const char* name) {
    return reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, name));
}

}  // namespace

refusal::refusal(kernel_call which, int error, int times) : which_{which} {
    of(which).met = 0;
    of(which).left = times;
    of(which).error = error;
}
refusal::~refusal() { of(which_).error = 0; }
int refusal::met() const { return of(which_).met; }

hidden_files::hidden_files(std::string prefix) {
    prefix.copy(hidden, sizeof hidden);
    hidden_size = prefix.size();
}
hidden_files::~hidden_files() { hidden_size = 0; }

int opened_for_writing() { return writers; }

moved_clock::moved_clock(int clock, long seconds) : clock_{clock} { ahead[clock] = seconds; }
moved_clock::~moved_clock() { ahead[clock_] = 0; }

}  // namespace process_faults

using namespace process_faults;

#define WRAPS extern "C" __attribute__((visibility("default")))
#define CALL_NEXT(name, ...)                                 \
    static auto* const real = next<decltype(::name)>(#name); \
    return real(__VA_ARGS__)

WRAPS int socket(int domain, int type, int protocol) noexcept {
    if (fails(kernel_call::socket)) return -1;
    CALL_NEXT(socket, domain, type, protocol);
}

WRAPS int connect(int fd, const sockaddr* address, socklen_t size) {
    if (fails(kernel_call::connect)) return -1;
    CALL_NEXT(connect, fd, address, size);
}

WRAPS ssize_t send(int fd, const void* bytes, size_t size, int flags) {
    if (fails(kernel_call::send)) return -1;
    CALL_NEXT(send, fd, bytes, size, flags);
}

WRAPS ssize_t sendmsg(int fd, const msghdr* message, int flags) {
    if (fails(kernel_call::send)) return -1;
    CALL_NEXT(sendmsg, fd, message, flags);
}

WRAPS ssize_t recv(int fd, void* bytes, size_t size, int flags) {
    if ((flags & MSG_PEEK) == 0 && fails(kernel_call::receive)) return -1;
    CALL_NEXT(recv, fd, bytes, size, flags);
}

WRAPS ssize_t recvmsg(int fd, msghdr* message, int flags) {
    if (fails(kernel_call::receive)) return -1;
    CALL_NEXT(recvmsg, fd, message, flags);
}

// OpenSSL does not say send and recv.
WRAPS ssize_t write(int fd, const void* bytes, size_t size) {
    if (fails_on_socket(kernel_call::send, fd)) return -1;
    CALL_NEXT(write, fd, bytes, size);
}

WRAPS ssize_t read(int fd, void* bytes, size_t size) {
    if (fails_on_socket(kernel_call::receive, fd)) return -1;
    CALL_NEXT(read, fd, bytes, size);
}

WRAPS int epoll_create1(int flags) noexcept {
    if (fails(kernel_call::epoll_create)) return -1;
    CALL_NEXT(epoll_create1, flags);
}

WRAPS int epoll_wait(int fd, epoll_event* events, int most, int timeout) {
    if (fails(kernel_call::epoll_wait)) return -1;
    CALL_NEXT(epoll_wait, fd, events, most, timeout);
}

WRAPS int eventfd(unsigned value, int flags) noexcept {
    if (fails(kernel_call::eventfd)) return -1;
    static auto* const real = next<int(unsigned, int)>("eventfd");
    return real(value, flags);
}

WRAPS int timerfd_create(clockid_t clock, int flags) noexcept {
    if (fails(kernel_call::timerfd)) return -1;
    static auto* const real = next<int(clockid_t, int)>("timerfd_create");
    return real(clock, flags);
}

WRAPS int pthread_create(pthread_t* thread, const pthread_attr_t* attributes, void* (*run)(void*),
                         void* with) noexcept {
    if (fails(kernel_call::pthread_create)) return errno;
    CALL_NEXT(pthread_create, thread, attributes, run, with);
}

// What OpenSSL asks for randomness, by either name.
WRAPS int getentropy(void* bytes, size_t size) {
    if (fails(kernel_call::entropy)) return -1;
    static auto* const real = next<int(void*, size_t)>("getentropy");
    return real(bytes, size);
}

WRAPS ssize_t getrandom(void* bytes, size_t size, unsigned flags) {
    if (fails(kernel_call::entropy)) return -1;
    static auto* const real = next<ssize_t(void*, size_t, unsigned)>("getrandom");
    return real(bytes, size, flags);
}

// Files: the libraries use open and fopen; the C library's own calls do not come along here.
WRAPS int open(const char* path, int flags, ...) {
    if (is_hidden(path)) return -1;
    if ((flags & O_ACCMODE) != O_RDONLY) ++writers;
    va_list rest;
    va_start(rest, flags);
    const auto mode = va_arg(rest, mode_t);
    va_end(rest);
    static auto* const real = next<int(const char*, int, ...)>("open");
    return real(path, flags, mode);
}

WRAPS FILE* fopen(const char* path, const char* mode) {
    if (is_hidden(path)) return nullptr;
    if (*mode != 'r') ++writers;
    CALL_NEXT(fopen, path, mode);
}

WRAPS FILE* fopen64(const char* path, const char* mode) {
    if (is_hidden(path)) return nullptr;
    if (*mode != 'r') ++writers;
    static auto* const real = next<FILE*(const char*, const char*)>("fopen64");
    return real(path, mode);
}

WRAPS int clock_gettime(clockid_t clock, timespec* now) noexcept {
    static auto* const real = next<int(clockid_t, timespec*)>("clock_gettime");
    const int failed = real(clock, now);
    if (clock >= 0 && clock < clocks) now->tv_sec += ahead[clock];
    return failed;
}

WRAPS time_t time(time_t* now) noexcept {
    static auto* const real = next<time_t(time_t*)>("time");
    const auto seconds = real(nullptr) + ahead[CLOCK_REALTIME];
    if (now) *now = seconds;
    return seconds;
}
