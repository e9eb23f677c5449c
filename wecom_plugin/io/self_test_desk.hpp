#pragma once

#include "io/runtime.hpp"
#include "io/self_test.hpp"

#include <condition_variable>
#include <list>
#include <mutex>

namespace wecom {

// The self-tests of one instance, as foreign threads see them. As with logins, a caller keeps his own clock: he leaves
// in time whatever the network or the I/O thread does.
class self_test_desk {
public:
    // Touches neither network nor thread.
    self_test_desk(runtime& process, std::shared_ptr<const config> settings,
                   std::shared_ptr<boost::asio::ssl::context> trust);
    ~self_test_desk();

    // True if no step failed. Every step is told to `tell` on the caller's thread; the time that `tell` takes comes on
    // top of timeout. Any thread but the I/O thread. errc::shutdown by close, errc::no_memory.
    struct request {
        language lang = language::zh;
        std::chrono::milliseconds timeout{0};
        wall_ms wall_now = 0;
    };
    result<bool> run(const request& what, const step_listener& tell);

    // Lets every test end now, and waits until nothing of them is left. To be called once, before the end.
    void close() noexcept;

private:
    class test;
    class account_of_steps;
    std::shared_ptr<test> enter();
    void leave(const std::shared_ptr<test>& which) noexcept;
    bool try_stop();

    runtime& process_;
    const std::shared_ptr<const config> settings_;
    const std::shared_ptr<boost::asio::ssl::context> trust_;
    std::mutex mutex_;
    std::condition_variable left_;
    std::list<std::shared_ptr<test>> under_way_;
    bool closed_ = false;
};

}  // namespace wecom
