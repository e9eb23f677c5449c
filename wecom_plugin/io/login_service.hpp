#pragma once

#include "core/transaction.hpp"
#include "io/runtime.hpp"

#include <chrono>
#include <cstdint>
#include <memory>
#include <mutex>
#include <unordered_map>
#include <unordered_set>

namespace wecom {

// The logins of one instance, as foreign threads see them: it hands them to the I/O thread and waits. Every caller
// keeps his own clock, so he leaves in time whatever the network or the I/O thread does.
class login_service {
public:
    // Touches neither network nor thread.
    login_service(runtime& process, std::shared_ptr<const config> settings,
                  std::shared_ptr<boost::asio::ssl::context> trust, std::shared_ptr<log_queue> log);
    ~login_service();

    // Who this grant belongs to, whatever policy thinks of that person. Any thread but the I/O thread; returns by
    // timeout. errc::duplicate_op if an operation of this id runs already; 0 is no id.
    result<account> identify(grant of, std::uint64_t op_id, std::chrono::milliseconds timeout);

    // Lets a running operation return now. False if there is none of this id.
    bool cancel(std::uint64_t op_id);

    // Gets a token and a connection ready, in the background.
    void prepare();

    // Lets every operation return now, and ends what the I/O thread does for them. To be called once, before the end.
    void close();

private:
    class operation;
    struct io_half;  // what lives on the I/O thread
    std::shared_ptr<operation> begin(std::uint64_t op_id);
    void end(std::uint64_t op_id, const std::shared_ptr<operation>& which);

    runtime& process_;
    std::shared_ptr<io_half> half_;
    std::mutex mutex_;
    std::unordered_set<std::shared_ptr<operation>> running_;
    std::unordered_map<std::uint64_t, std::shared_ptr<operation>> named_;  // those of them that have an id
};

}  // namespace wecom
