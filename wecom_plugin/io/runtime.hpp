#pragma once

#include "io/connection_pool.hpp"
#include "io/login_desk.hpp"
#include "io/spent_tickets.hpp"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

#include <map>
#include <memory>
#include <semaphore>
#include <string>
#include <thread>
#include <tuple>
#include <utility>

namespace wecom {

// The I/O thread and what lives on it: one for all instances of the process. Its members are used on that thread only,
// after construction and until the destructor has joined it; foreign threads post.
class engine {
public:
    explicit engine(const ambient& around);
    ~engine();
    engine(const engine&) = delete;

    template <class Task>
    void post(Task task) {
        boost::asio::post(context_, std::move(task));
    }

    // A client whose transport and token are shared with every other of the same API, trust, corporation and secret.
    std::shared_ptr<wecom_client> make_client(std::shared_ptr<const config> settings,
                                              std::shared_ptr<boost::asio::ssl::context> trust,
                                              std::shared_ptr<log_queue> log, std::shared_ptr<shared_state> shared);
    login_desk& desk() { return *desk_; }

    // Any thread, at the end of the process: when it returns, the I/O thread is outside OpenSSL for good.
    void halt();
    io_executor executor() { return context_.get_executor(); }
    boost::asio::io_context& context() { return context_; }

private:
    void run();
    bool try_to_end();

    using transport_key = std::pair<std::string, boost::asio::ssl::context*>;  // how to get there, whom to trust
    using token_key = std::tuple<transport*, std::string, std::string>;

    ambient around_;
    boost::asio::io_context context_{1};
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_{context_.get_executor()};
    std::unique_ptr<resolver> names_;
    std::unique_ptr<login_desk> desk_;
    std::map<transport_key, std::weak_ptr<connection_pool>> transports_;
    std::map<token_key, std::weak_ptr<token_source>> tokens_;
    std::binary_semaphore halted_{0};
    std::thread thread_;
};

// What the instances of this process share. A forked child has its own: what it inherited is abandoned, never touched.
class runtime {
public:
    static runtime& of_this_process();

    // The certificate authorities of a configuration, loaded once for all that trust the same, and again once the files
    // have changed. Reads files.
    result<std::shared_ptr<boost::asio::ssl::context>> trust(const std::string& ca_file);

    // An instance says that it is there, and that it is gone: with the last one the I/O thread ends. detach joins it.
    void attach();
    void detach();

    // The engine, started by the first who needs it. Valid until the caller's detach. errc::no_memory if the system
    // gives no thread or descriptor for it; the next who needs it tries again.
    result<engine*> start();
    // The same if it was started.
    engine* started();

    spent_tickets& tickets();

    // The process is in exit: OpenSSL is being taken apart, and nothing of it may be called any more.
    static bool is_over();

    // Clock and randomness of this process.
    static const ambient& around();

private:
    runtime();
    static void halt_before_openssl_ends();
    struct state;
    struct block;
    std::unique_ptr<state> state_;
};

}  // namespace wecom
