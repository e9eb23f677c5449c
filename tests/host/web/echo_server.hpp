#pragma once

#include "line.hpp"
#include "surroundings.hpp"
#include "web/server.hpp"

#include <condition_variable>
#include <mutex>
#include <sstream>
#include <thread>

namespace host {

// A server that answers with what it was asked. /later answers from elsewhere; /held and /held/later do so only when
// the test lets them go.
class echo_server {
public:
    explicit echo_server(const server_options& options = {})
        : server_{"127.0.0.1:0", options, world_.outside(), log_}, thread_{[this] {
              server_.run([this](const request& from) { return echo(from); }, [this] { let_go(); });
          }} {}
    ~echo_server() {
        let_go();
        log_after_stop();
    }

    std::string address() const { return server_.address(); }

    // All that comes back until the server closes.
    std::string say(const std::string& bytes) const {
        line to{address()};
        to.send(bytes);
        return to.read_to_end();
    }

    void wait_until_held(int requests) {
        std::unique_lock lock{mutex_};
        changed_.wait(lock, [&] { return held_ == requests; });
    }
    void let_go() {
        const std::lock_guard lock{mutex_};
        open_ = true;
        changed_.notify_all();
    }
    void stop() { server_.stop(); }
    std::string log_after_stop() {
        server_.stop();
        if (thread_.joinable()) thread_.join();
        return lines_.str();
    }

private:
    answer echo(const request& from) {
        if (from.path == "/later")
            return deferred{[] { return response{200, {{"X-Where", "elsewhere"}}, "later", nullptr}; }};
        if (from.path == "/held/later") return deferred{[this] { return hold(); }};
        if (from.path == "/held") return hold();
        return response{200,
                        {{"X-Query", from.query}},
                        from.method + " " + from.path + " " + from.body + (from.secure ? " in secret" : ""),
                        nullptr};
    }
    response hold() {
        std::unique_lock lock{mutex_};
        ++held_;
        changed_.notify_all();
        changed_.wait(lock, [&] { return open_; });
        return response{200, {}, "held", nullptr};
    }

    std::mutex mutex_;
    std::condition_variable changed_;
    int held_ = 0;
    bool open_ = false;
    made_up_world world_;
    std::ostringstream lines_;
    event_log log_{lines_, log_level::info, world_.outside().now};
    server server_;
    std::thread thread_;
};

}  // namespace host
