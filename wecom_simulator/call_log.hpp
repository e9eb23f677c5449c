#pragma once

#include "message.hpp"

#include <boost/json.hpp>

#include <deque>
#include <map>
#include <string>

namespace simulator {

// What reached the simulator, for tests that ask. Keeps the latest calls and connections only.
class call_log {
public:
    // Returns the connection's number, counted from 1.
    unsigned accepted(std::string peer);
    void handshaken(unsigned connection, std::string tls_version, std::string server_name);
    void closed(unsigned connection);

    void called(const request& call, time_point now);

    boost::json::object calls() const;
    boost::json::object connections() const;
    void forget_calls();
    // Open connections stay listed: they are still there.
    void forget_connections();

private:
    struct connection {
        std::string peer;
        std::string tls_version = {};
        std::string server_name = {};
        bool open = true;
    };
    std::deque<boost::json::object> calls_;
    std::map<unsigned, connection> connections_;
    unsigned last_call_ = 0;
    unsigned last_connection_ = 0;
    unsigned counted_connections_ = 0;
};

}  // namespace simulator
