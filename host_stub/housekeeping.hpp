#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

namespace host {

struct site_state;

// What a host has to do although nobody asks: once a second it takes over what other processes changed, once a minute
// it forgets what has expired. One thread, from construction to destruction; what fails is logged and tried again.
class housekeeping {
public:
    explicit housekeeping(site_state& site);
    housekeeping(const housekeeping&) = delete;
    housekeeping& operator=(const housekeeping&) = delete;
    ~housekeeping();

private:
    void run();
    void try_to(const char* what, const std::function<void()>& chore);

    site_state& site_;
    std::mutex mutex_;
    std::condition_variable wake_;
    bool over_ = false;  // guarded by mutex_
    std::thread thread_;
};

// All that has expired, in every part of the store.
void forget_expired(site_state& site);

}  // namespace host
