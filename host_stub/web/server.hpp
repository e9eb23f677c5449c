#pragma once

#include "ambient.hpp"
#include "event_log.hpp"
#include "web/http_message.hpp"
#include "web/metrics.hpp"

#include <openssl/types.h>

#include <memory>
#include <string>

namespace host {

// How many threads compute answers, and how many more requests may wait for one of them.
struct crew_size {
    std::size_t threads, waiting;
};

struct server_limits {
    std::chrono::milliseconds request{30'000};  // from a connection's or a request's first byte to its last
    std::chrono::milliseconds idle{60'000};     // between two requests
    std::size_t connections = 4096;
    crew_size local{4, 2048};    // for answers that this host computes alone
    crew_size outside{32, 256};  // for those that wait for somebody else
};

struct server_options {
    std::chrono::milliseconds grace{10'000};  // for what still runs at a stop
    std::shared_ptr<SSL_CTX> tls{};           // null: HTTP only; else whoever begins with TLS gets it, at the same port
    server_limits limits{};
    std::shared_ptr<metrics> counted = std::make_shared<metrics>();
};

// An HTTP/1.1 server: one thread for all connections, others for the answers. Refuses targets and headers over 8 KiB
// and bodies over 64 KiB. Whoever takes 30 s for a request loses the connection; so does whoever has kept it waiting
// for the longest time when another one comes and there are 4,096 already. Nobody else does.
class server {
public:
    using handler = std::function<answer(const request&)>;  // must not throw, nor may the work it defers

    // Listens on "127.0.0.1:8080" or "[::1]:0". Throws config_error.
    server(const std::string& address, server_options options, const ambient& outside, event_log& log);
    ~server();

    std::string address() const;  // with the port that was bound

    // Serves until stop, then finishes what runs. What still runs when the grace is over is given up: hurry is called,
    // which has to make deferred work return soon. handler runs on several threads.
    void run(handler handler, std::function<void()> hurry);

    void stop_on_signals();  // SIGTERM and SIGINT; before run
    void stop();             // any thread

private:
    struct state;
    std::unique_ptr<state> state_;
};

}  // namespace host
