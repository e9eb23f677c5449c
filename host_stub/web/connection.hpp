#pragma once

#include "ambient.hpp"
#include "event_log.hpp"
#include "web/answer_desk.hpp"
#include "web/metrics.hpp"
#include "web/request_reader.hpp"
#include "web/server.hpp"
#include "web/wire.hpp"

namespace host {

// What the connections of a server share. Belongs to their thread.
struct connections_setting {
    const server_options options;
    const ambient outside;
    event_log& log;
    answer_desk desk{options.limits.local, options.limits.outside};
    bool stopping = false;
    std::uint64_t turn = 0;  // counts the beginnings of waiting
};

// One client: its requests and their answers, one after the other.
class connection {
public:
    connection(boost::asio::ip::tcp::socket socket, connections_setting& in);

    boost::asio::awaitable<void> serve();  // until it ends

    bool is_waiting() const { return !answering_ && !cut_; }    // for the client
    std::uint64_t waits_since() const { return waits_since_; }  // a turn
    void cut();

private:
    boost::asio::awaitable<std::optional<incoming>> read();
    boost::asio::awaitable<bool> exchange();
    void report(const request& to, unsigned status, std::chrono::steady_clock::time_point began);

    connections_setting& in_;
    wire wire_;
    request_reader reader_;
    bool answering_ = false, cut_ = false;
    bool fresh_ = true;  // its first request is not yet read
    std::uint64_t waits_since_;
};

}  // namespace host
