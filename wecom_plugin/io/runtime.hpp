#pragma once

#include "io/https_transport.hpp"
#include "io/login_desk.hpp"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

#include <map>
#include <memory>
#include <string>
#include <thread>
#include <tuple>

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
                                              std::shared_ptr<log_queue> log);
    login_desk& desk() { return *desk_; }

private:
    using transport_key = std::tuple<std::string, boost::asio::ssl::context*, bool>;
    using token_key = std::tuple<transport*, std::string, std::string>;

    ambient around_;
    boost::asio::io_context context_{1};
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_{context_.get_executor()};
    std::unique_ptr<resolver> names_;
    std::unique_ptr<login_desk> desk_;
    std::map<transport_key, std::weak_ptr<https_transport>> transports_;
    std::map<token_key, std::weak_ptr<token_source>> tokens_;
    std::thread thread_;
};

// What the instances of this process share. A forked child has its own: what it inherited is abandoned, never touched.
class runtime {
public:
    static runtime& of_this_process();

    // The certificate authorities of a configuration, loaded once for all that trust the same. Reads files.
    result<std::shared_ptr<boost::asio::ssl::context>> trust(const std::string& ca_file);

    // An instance says that it is there, and that it is gone: with the last one the I/O thread ends. detach joins it.
    void attach();
    void detach();

    // The engine, started by the first who needs it. Valid until the caller's detach.
    engine& start();
    // The same if it was started.
    engine* started();

    // Clock and randomness of this process.
    static const ambient& around();

private:
    runtime();
    struct state;
    std::unique_ptr<state> state_;
};

}  // namespace wecom
