#pragma once

#include "io/connection.hpp"
#include "io/tls_context.hpp"
#include "support/event_loop.hpp"
#include "support/http_answers.hpp"
#include "support/outcome.hpp"
#include "support/real_time.hpp"
#include "validator/network/tls_server.hpp"

#include <optional>

// Both ends of a TLS connection to localhost.
struct tls_line {
    using tcp = boost::asio::ip::tcp;

    certificate_authority authority;
    tls_server server;
    event_loop loop;
    const std::shared_ptr<boost::asio::ssl::context> trust = wecom::make_tls_context(authority.pem_file()).value();
    std::optional<wecom::connection> wire{};

    explicit tls_line(const certificate_text& of_server = {}, int newest_version = TLS1_3_VERSION)
        : server{authority.issue(of_server), newest_version} {}

    wecom::result<void> open(const std::string& host, wecom::time_point deadline = in(long_enough)) {
        wecom::io_socket socket{loop.context};
        socket.connect({boost::asio::ip::address_v4::loopback(), server.port()});
        wire.emplace(std::move(socket), trust);
        return loop.run(wire->open(host, nullptr, deadline));
    }
    wecom::sent ask(wecom::time_point deadline = in(long_enough)) {
        return loop.run(wire->exchange("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", deadline));
    }
    // The first request on a connection that the server serves by this script.
    wecom::sent ask(tls_server::script script, wecom::time_point deadline = in(long_enough)) {
        server.serve(std::move(script));
        REQUIRE(outcome(open("localhost")) == "ok");
        return ask(deadline);
    }
};
