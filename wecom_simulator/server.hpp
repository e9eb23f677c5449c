#pragma once

#include "certificate.hpp"
#include "message.hpp"
#include "options.hpp"

#include <functional>
#include <memory>

namespace simulator {

class call_log;

// What to answer; called on the thread of run(), never twice at once.
using answerer = std::function<reply(const request&)>;

// Three listeners on one thread.
class server {
public:
    server();
    ~server();

    // Each returns the bound port; throws boost::system::system_error if the address cannot be had.
    unsigned short listen_tls(const address& at, const certificate_files& files, answerer answer, call_log& log);
    unsigned short listen_plain(const address& at, answerer answer);

    // Until SIGTERM or SIGINT.
    void run();

private:
    struct state;
    std::unique_ptr<state> state_;
};

}  // namespace simulator
