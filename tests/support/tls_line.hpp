#pragma once

#include "io/connection.hpp"
#include "io/tls_context.hpp"
#include "support/event_loop.hpp"
#include "support/http_answers.hpp"
#include "support/outcome.hpp"
#include "support/real_time.hpp"
#include "support/tls_server.hpp"

// Both ends of a TLS connection to localhost.
struct tls_line {
    certificate_authority authority;
    tls_server server;
    event_loop loop;
    wecom::connection wire{loop.context.get_executor(), wecom::make_tls_context(authority.pem_file()).value()};

    explicit tls_line(const certificate_text& of_server = {}, int newest_version = TLS1_3_VERSION)
        : server{authority.issue(of_server), newest_version} {}

    wecom::result<void> open(const std::string& host, wecom::time_point deadline = in(long_enough)) {
        const boost::asio::ip::tcp::endpoint where{boost::asio::ip::address_v4::loopback(), server.port()};
        return loop.run(wire.open(host, {where}, deadline));
    }
    wecom::sent ask(wecom::time_point deadline = in(long_enough)) {
        return loop.run(wire.exchange("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", deadline));
    }
    // The first request on a connection that the server serves by this script.
    wecom::sent ask(tls_server::script script, wecom::time_point deadline = in(long_enough)) {
        server.serve(std::move(script));
        REQUIRE(outcome(open("localhost")) == "ok");
        return ask(deadline);
    }
};
