#pragma once

#include "faults/process/app.hpp"

#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <string>

namespace process_faults {

// Many logins at once, begun by one thread through idp.async/1. Lives until all of them have ended.
class crowd {
public:
    explicit crowd(app& at);
    ~crowd() { story(); }
    crowd(const crowd&) = delete;

    // Begins one. False if the plugin did not take it; then it will not end either.
    bool begin(std::string_view code, std::chrono::milliseconds timeout = patience, std::uint64_t op_id = 0);
    // With the grant token of somebody who has come back.
    bool begin_granted(std::string_view grant_token, std::chrono::milliseconds timeout, std::uint64_t op_id = 0,
                       std::string_view code = {});
    // So many, of people nobody has seen before. The number that was taken.
    int begin(int people, std::chrono::milliseconds timeout = patience);

    // Returns when the plugin's thread has seen all that were begun so far.
    void wait_until_under_way();
    // How all that were begun have ended: "990 OK, 10 -3 deadline". Blocks until the last has.
    std::string story();
    int ended_as(const std::string& story);
    // Ends that were told for a login that had ended before, or that gave somebody else's account.
    int breaches() const { return breaches_; }

private:
    struct person {
        crowd* of;
        std::string code;
        int ends = 0;
    };
    static void done(void* user, idp_status status, idp_account* account, const idp_error* err);
    void note(person& who, const call_end& end);
    void wait_until_over(std::unique_lock<std::mutex>& lock);

    app& at_;
    const idp_async_v1& async_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<person> people_;
    std::map<std::string, int, std::greater<>> stories_;
    int under_way_ = 0, breaches_ = 0;
};

}  // namespace process_faults
