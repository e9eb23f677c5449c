#pragma once

namespace process_faults {

// The calls of the kernel that this program wraps, for the plugin and the libraries that it uses.
enum class kernel_call {
    socket,
    connect,
    send,
    receive,
    epoll_create,
    epoll_wait,
    eventfd,
    timerfd,
    pthread_create,
    entropy,
    count
};

// As long as it lives, this call fails on the plugin's thread and on the main thread; other threads are not concerned.
// One at a time for each call.
class refusal {
public:
    static constexpr int always = 1'000'000'000;
    refusal(kernel_call which, int error, int times = always);
    ~refusal();
    refusal(const refusal&) = delete;
    int met() const;

private:
    const kernel_call which_;
};

// As long as it lives, no file whose name begins so is there for anybody.
class hidden_files {
public:
    explicit hidden_files(const char* prefix);
    ~hidden_files();
    hidden_files(const hidden_files&) = delete;
};

// Files that were opened for writing so far.
int opened_for_writing();

// As long as it lives, the clock of that id (CLOCK_REALTIME also as time()) is ahead by so many seconds.
class moved_clock {
public:
    moved_clock(int clock, long seconds);
    ~moved_clock();
    moved_clock(const moved_clock&) = delete;

private:
    const int clock_;
};

}  // namespace process_faults
