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

#include <cerrno>
#include <cstdarg>
#include <cstdio>
#include <cstring>
#include <ctime>

namespace process_faults {
namespace {

struct plan {
    int error, left, met;
};
plan plans[static_cast<int>(kernel_call::count)];
plan& of(kernel_call which) { return plans[static_cast<int>(which)]; }

char hidden[64];
int hidden_size = 0, writers = 0;

constexpr int clocks = 16;
long ahead[clocks];

// In place of std::atomic: this file is not sanitized, and the linker takes any copy of an inline function.
template <class T>
T load(const T& from) {
    return __atomic_load_n(&from, __ATOMIC_SEQ_CST);
}
template <class T>
void store(T& to, T value) {
    __atomic_store_n(&to, value, __ATOMIC_SEQ_CST);
}
int add(int& to, int value) { return __atomic_fetch_add(&to, value, __ATOMIC_SEQ_CST); }

bool on_a_thread_of_ours() {
    if (::gettid() == ::getpid()) return true;
    char name[16] = "";
    ::prctl(PR_GET_NAME, name);
    return std::strcmp(name, "idp-io") == 0;
}

// True if this call fails, with its errno set.
bool fails(kernel_call which) {
    auto& now = of(which);
    const int error = load(now.error);
    if (error == 0 || !on_a_thread_of_ours() || add(now.left, -1) <= 0) return false;
    add(now.met, 1);
    errno = error;
    return true;
}

bool fails_on_socket(kernel_call which, int fd) {
    int type = 0;
    socklen_t size = sizeof type;
    return load(of(which).error) != 0 && ::getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &size) == 0 && fails(which);
}

bool is_hidden(const char* path) {
    const int size = load(hidden_size);
    if (size == 0 || std::strncmp(path, hidden, static_cast<std::size_t>(size)) != 0) return false;
    errno = ENOENT;
    return true;
}

template <class Function>
Function* next(const char* name) {
    return reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, name));
}

}  // namespace

refusal::refusal(kernel_call which, int error, int times) : which_{which} {
    store(of(which).met, 0);
    store(of(which).left, times);
    store(of(which).error, error);
}
refusal::~refusal() { store(of(which_).error, 0); }
int refusal::met() const { return load(of(which_).met); }

hidden_files::hidden_files(const char* prefix) {
    std::strncpy(hidden, prefix, sizeof hidden - 1);
    store(hidden_size, static_cast<int>(std::strlen(hidden)));
}
hidden_files::~hidden_files() { store(hidden_size, 0); }

int opened_for_writing() { return load(writers); }

moved_clock::moved_clock(int clock, long seconds) : clock_{clock} { store(ahead[clock], seconds); }
moved_clock::~moved_clock() { store(ahead[clock_], 0L); }

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
    if (fails(kernel_call::receive)) return -1;
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
    if ((flags & O_ACCMODE) != O_RDONLY) add(writers, 1);
    va_list rest;
    va_start(rest, flags);
    const auto mode = va_arg(rest, mode_t);
    va_end(rest);
    static auto* const real = next<int(const char*, int, ...)>("open");
    return real(path, flags, mode);
}

WRAPS FILE* fopen(const char* path, const char* mode) {
    if (is_hidden(path)) return nullptr;
    if (*mode != 'r') add(writers, 1);
    CALL_NEXT(fopen, path, mode);
}

WRAPS FILE* fopen64(const char* path, const char* mode) {
    if (is_hidden(path)) return nullptr;
    if (*mode != 'r') add(writers, 1);
    static auto* const real = next<FILE*(const char*, const char*)>("fopen64");
    return real(path, mode);
}

WRAPS int clock_gettime(clockid_t clock, timespec* now) noexcept {
    static auto* const real = next<int(clockid_t, timespec*)>("clock_gettime");
    const int failed = real(clock, now);
    if (clock >= 0 && clock < clocks) now->tv_sec += load(ahead[clock]);
    return failed;
}

WRAPS time_t time(time_t* now) noexcept {
    static auto* const real = next<time_t(time_t*)>("time");
    const auto seconds = real(nullptr) + load(ahead[CLOCK_REALTIME]);
    if (now) *now = seconds;
    return seconds;
}
