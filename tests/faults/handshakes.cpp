// What a connection meets before the first request.

#include "faults/fault_login.hpp"

using namespace faults;

namespace {

// Every new connection meets this in place of a TLS server, after the client's first bytes.
auto meeting(tls_server::script what) {
    return [what](scripted_wecom& wecom) {
        wecom.meet([what](tls_peer& peer) {
            peer.read_in_clear();
            what(peer);
        });
    };
}

}  // namespace

TEST_CASE("F04: accepted, then silence", "[faults]") {
    check_new_connections(meeting(silence), "DEADLINE deadline", 1, 300ms);
}

TEST_CASE("F04: the operator learns that it was the TLS handshake", "[faults]") {
    fault_login row;
    row.wecom.meet(silence);
    CHECK(row.log_in(300ms).detail.find("TLS") != std::string::npos);
}

TEST_CASE("F04: one handshake that hangs for ever does not hold up the logins after it", "[faults]") {
    fault_login row;
    row.wecom.server.serve_in_clear(silence);
    CHECK(row.story(300ms) == "DEADLINE deadline");
    const auto next = row.log_in(8000ms);
    CHECK(next.story() == "OK zhangsan");
    CHECK(next.elapsed < 5s);
}

TEST_CASE("F05: accepted, then closed", "[faults]") {
    check_new_connections([](scripted_wecom& wecom) { wecom.meet([](tls_peer& peer) { peer.leave(); }); },
                          "NETWORK net", 3);
    check_new_connections(meeting([](tls_peer& peer) { peer.leave(); }), "NETWORK net", 3);
}

TEST_CASE("F05: closed twice, then served", "[faults]") {
    fault_login row;
    for (int i = 0; i < 2; ++i)
        row.wecom.server.serve_in_clear([](tls_peer& peer) { peer.leave(); });
    CHECK(row.story() == "OK zhangsan");
}

TEST_CASE("F06: reset in the TLS handshake", "[faults]") {
    check_new_connections(meeting([](tls_peer& peer) { peer.reset(); }), "NETWORK net", 3);
    fault_login row;
    row.wecom.server.serve_in_clear([](tls_peer& peer) {
        peer.read_in_clear();
        peer.reset();
    });
    CHECK(row.story() == "OK zhangsan");
}

TEST_CASE("F07: TLS alerts", "[faults]") {
    // handshake_failure, bad_certificate, certificate_expired, certificate_unknown, unknown_ca, protocol_version,
    // internal_error, unrecognized_name, no_application_protocol
    const char alert = GENERATE('\x28', '\x2a', '\x2d', '\x2e', '\x30', '\x46', '\x50', '\x70', '\x78');
    CAPTURE(+alert);
    const auto say_it = [alert](tls_peer& peer) {
        peer.send_in_clear({"\x15\x03\x03\x00\x02\x02", 6});
        peer.send_in_clear({&alert, 1});
        peer.leave();
    };
    check_new_connections(meeting(say_it), "NETWORK tls_proto", 1);
}

TEST_CASE("F08: plain HTTP instead of TLS", "[faults]") {
    const auto answer_in_clear = [](tls_peer& peer) {
        peer.send_in_clear("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
    };
    check_new_connections(meeting(answer_in_clear), "NETWORK tls_proto", 1);
}
