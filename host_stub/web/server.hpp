#pragma once

#include "ambient.hpp"
#include "event_log.hpp"
#include "web/http_message.hpp"

#include <memory>
#include <string>

namespace host {

// An HTTP/1.1 server: one thread for all connections, a fixed number of others for answers that may wait. Refuses
// headers over 8 KiB and bodies over 64 KiB; whoever takes 30 s for a request loses the connection, and nobody else
// does.
class server {
public:
    using handler = std::function<answer(const request&)>;  // must not throw, nor may the work it defers

    // Listens on "127.0.0.1:8080" or "[::1]:0". Throws config_error.
    server(const std::string& address, std::chrono::milliseconds grace, const ambient& outside, event_log& log);
    ~server();

    std::string address() const;  // with the port that was bound

    // Serves until stop, then finishes what runs. Whatever still runs 10 s later is given up: hurry is called, which
    // has to make deferred work return soon.
    void run(handler handle, std::function<void()> hurry);

    void stop_on_signals();  // SIGTERM and SIGINT; before run
    void stop();             // any thread

private:
    struct state;
    std::unique_ptr<state> state_;
};

}  // namespace host
