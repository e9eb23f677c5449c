#pragma once

#include "core/self_test.hpp"
#include "io/ambient.hpp"
#include "io/awaitable.hpp"

#include <boost/asio/ssl/context.hpp>

#include <functional>
#include <memory>

namespace wecom {

// What a self-test is to look at, and until when.
struct test_order {
    std::shared_ptr<const config> settings;
    std::shared_ptr<boost::asio::ssl::context> trust;
    language lang = language::zh;
    wall_ms wall_now = 0;  // the host's clock when it began
    time_point begun, deadline;
};

// Called for a step as it begins and as it ends, or once if it is skipped.
using step_listener = std::function<void(step_report)>;

// Asks the name server, opens a connection and sends two requests, for itself alone: what logins know and keep is
// neither used nor touched. Every step is told by the deadline. Runs on the I/O thread.
awaitable<void> run_self_test(test_order what, boost::asio::io_context& context, ambient around, step_listener tell);

}  // namespace wecom
