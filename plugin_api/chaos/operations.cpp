#include "operations.hpp"

#include "idp_plugin.hpp"

#include <algorithm>

namespace chaos {

operations::handle operations::begin(std::uint64_t op_id) {
    const std::lock_guard lock{mutex_};
    for (const auto& one : all_)
        if (op_id != 0 && one.op_id == op_id) idp::refuse("duplicate_op", "an operation with this op_id runs already");
    return all_.insert(all_.end(), running{op_id});
}

void operations::end(handle which) {
    const std::lock_guard lock{mutex_};
    all_.erase(which);
}

bool operations::cancel(std::uint64_t op_id) {
    const std::lock_guard lock{mutex_};
    const auto found =
        std::find_if(all_.begin(), all_.end(), [&](const auto& one) { return op_id != 0 && one.op_id == op_id; });
    if (found == all_.end()) return false;
    found->cancelled = true;
    changed_.notify_all();
    return true;
}

woken operations::wait(handle which, std::chrono::milliseconds at_most) {
    std::unique_lock lock{mutex_};
    changed_.wait_for(lock, at_most, [&] { return closing_ || which->cancelled; });
    if (which->cancelled) return woken::by_cancel;
    return closing_ ? woken::by_destroy : woken::by_time;
}

std::list<std::thread> operations::take_ended() {
    std::list<std::thread> out;
    for (const auto& id : ended_) {
        const auto at =
            std::find_if(threads_.begin(), threads_.end(), [&](const auto& one) { return one.get_id() == id; });
        if (at != threads_.end()) out.splice(out.end(), threads_, at);
    }
    ended_.clear();
    return out;
}

void operations::own(std::thread thread) {
    std::list<std::thread> ended;
    {
        const std::lock_guard lock{mutex_};
        threads_.push_back(std::move(thread));
        ended = take_ended();
    }
    for (auto& one : ended)
        one.join();
}

void operations::thread_ends() {
    const std::lock_guard lock{mutex_};
    ended_.push_back(std::this_thread::get_id());
}

void operations::shut_down() {
    std::unique_lock lock{mutex_};
    closing_ = true;
    changed_.notify_all();
    while (!threads_.empty()) {  // a completion may start another
        auto one = std::move(threads_.front());
        threads_.pop_front();
        lock.unlock();
        one.join();
        lock.lock();
    }
}

}  // namespace chaos
