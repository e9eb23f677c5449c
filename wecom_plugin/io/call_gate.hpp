#pragma once

#include <condition_variable>
#include <mutex>
#include <utility>

namespace wecom {

// Counts the calls that are inside an instance, so that destroy can wait until the last has left.
class call_gate {
public:
    // False once the gate is closed. Every true needs a leave.
    bool enter() {
        const std::lock_guard lock{mutex_};
        if (closed_) return false;
        ++inside_;
        return true;
    }

    void leave() {
        const std::lock_guard lock{mutex_};
        if (--inside_ == 0) empty_.notify_all();
    }

    // False if it was closed before.
    bool close() {
        const std::lock_guard lock{mutex_};
        return !std::exchange(closed_, true);
    }

    void wait_until_empty() {
        std::unique_lock lock{mutex_};
        empty_.wait(lock, [&] { return inside_ == 0; });
    }

private:
    std::mutex mutex_;
    std::condition_variable empty_;
    int inside_ = 0;
    bool closed_ = false;
};

}  // namespace wecom
