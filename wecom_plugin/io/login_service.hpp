#pragma once

#include "core/transaction.hpp"
#include "io/runtime.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <unordered_map>

namespace wecom {

// The logins of one instance, as foreign threads see them: it hands them to the I/O thread, and waits or is told. A
// caller who waits keeps his own clock, so he leaves in time whatever the network or the I/O thread does.
class login_service {
public:
    // Touches neither network nor thread.
    login_service(runtime& process, std::shared_ptr<const config> settings,
                  std::shared_ptr<boost::asio::ssl::context> trust, std::shared_ptr<log_queue> log,
                  std::shared_ptr<shared_state> shared);
    ~login_service();

    // Who this grant belongs to, whatever policy thinks of that person. Any thread but the I/O thread; returns by
    // timeout. errc::duplicate_op if an operation of this id runs already; 0 is no id. `now` is the host's clock.
    struct request {
        grant of;
        std::uint64_t op_id = 0;
        std::chrono::milliseconds timeout{0};
        wall_ms now = 0;
    };
    result<account> identify(request what);

    // The same for a caller who does not wait: `done` is called once, on the I/O thread and never from start itself.
    // It must not throw, and the service must live until it has returned. errc::duplicate_op: it will not be called.
    using completion = std::function<void(const result<account>&)>;
    result<void> start(request what, completion done);

    // Lets a running operation end now. False if there is none of this id.
    bool cancel(std::uint64_t op_id);

    // Gets a token and a connection ready, in the background. `now` is the host's clock.
    void prepare(wall_ms now);

    // Lets every operation end now, and ends what the I/O thread does for them. To be called once, before the end.
    void close() noexcept;

private:
    class operation;
    struct io_half;  // what lives on the I/O thread
    result<std::shared_ptr<operation>> begin(std::uint64_t op_id, completion done);
    void end(const std::shared_ptr<operation>& which);
    void bring_token(engine& io, wall_ms now);
    void hand_over(engine& io, login_desk::login what, std::shared_ptr<operation> mine);
    bool try_close();
    void finish(const std::shared_ptr<operation>& which, const login_outcome& outcome);  // from a foreign thread

    runtime& process_;
    std::shared_ptr<io_half> half_;
    std::mutex mutex_;
    std::list<std::shared_ptr<operation>> running_;
    std::unordered_map<std::uint64_t, std::shared_ptr<operation>> named_;  // those of them that have an id
};

}  // namespace wecom
