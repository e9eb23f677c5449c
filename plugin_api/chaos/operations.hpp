#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <list>
#include <mutex>
#include <thread>

namespace chaos {

// What ended a wait.
enum class woken { by_time, by_cancel, by_destroy };

// What runs in an instance, and the threads of what was started. Any thread.
class operations {
public:
    struct running {
        std::uint64_t op_id;
        bool cancelled = false;
    };
    using handle = std::list<running>::iterator;

    // Throws idp::failure "duplicate_op" if op_id runs already.
    handle begin(std::uint64_t op_id);
    void end(handle which);

    bool cancel(std::uint64_t op_id);
    woken wait(handle which, std::chrono::milliseconds at_most);

    void own(std::thread thread);
    void thread_ends();  // said by such a thread when nothing is left to do
    void shut_down();    // wakes all and joins the threads

private:
    std::list<std::thread> take_ended();

    std::mutex mutex_;
    std::condition_variable changed_;
    bool closing_ = false;
    std::list<running> all_;
    std::list<std::thread> threads_;
    std::list<std::thread::id> ended_;
};

}  // namespace chaos
