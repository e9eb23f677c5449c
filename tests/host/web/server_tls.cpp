#include "support/catch.hpp"
#include "tls_identity.hpp"
#include "web/echo_server.hpp"

using namespace host;

namespace {

const std::string get = "GET /x HTTP/1.1\r\nHost: a\r\n\r\n";

// A server that speaks TLS, and a client that believes it.
struct tls_pair {
    explicit tls_pair(const server_limits& limits = {})
        : server{{.tls = load_tls(identity.files()), .limits = limits}} {}

    const tls_identity identity;
    const decltype(identity.client()) client = identity.client();
    echo_server server;
};

}  // namespace

TEST_CASE("one port speaks TLS and plain HTTP, and tells them apart", "[server_tls]") {
    const tls_pair pair;
    line secret{pair.server.address(), pair.client.get()}, plain{pair.server.address()};
    for (int i = 0; i < 2; ++i) {
        secret.send(get);
        plain.send(get);
        CHECK(secret.read_answer().ends_with("GET /x  in secret"));
        CHECK(plain.read_answer().ends_with("GET /x "));
    }
}

TEST_CASE("TLS begins with 1.2 and ciphers that keep yesterday's secrets", "[server_tls]") {
    const tls_pair pair;
    const auto connect = [&](int version, const char* ciphers) {
        SSL_CTX_set_min_proto_version(pair.client.get(), version);
        SSL_CTX_set_max_proto_version(pair.client.get(), version);
        SSL_CTX_set_security_level(pair.client.get(), 0);
        SSL_CTX_set_cipher_list(pair.client.get(), ciphers);
        line one{pair.server.address(), pair.client.get()};
        one.send(get);
        CHECK(one.read_answer().ends_with("in secret"));
        CHECK(SSL_get_current_compression(one.tls()) == nullptr);
    };
    CHECK_NOTHROW(connect(TLS1_3_VERSION, "ALL"));
    CHECK_NOTHROW(connect(TLS1_2_VERSION, "ALL"));
    CHECK_THROWS_WITH(connect(TLS1_1_VERSION, "ALL"), "no TLS with this server");
    CHECK_THROWS_WITH(connect(TLS1_2_VERSION, "ECDHE-ECDSA-AES128-SHA256"), "no TLS with this server");
}

TEST_CASE("hands are shaken once", "[server_tls]") {
    const tls_pair pair;
    SSL_CTX_set_max_proto_version(pair.client.get(), TLS1_2_VERSION);
    line one{pair.server.address(), pair.client.get()};
    SSL_renegotiate(one.tls());
    CHECK(SSL_do_handshake(one.tls()) != 1);
}

TEST_CASE("a client that comes back goes on where it was", "[server_tls]") {
    const tls_pair pair;
    SSL_CTX_set_session_cache_mode(pair.client.get(), SSL_SESS_CACHE_CLIENT);
    line before{pair.server.address(), pair.client.get()};
    before.send(get);
    before.read_answer();
    const std::unique_ptr<SSL_SESSION, decltype(&SSL_SESSION_free)> kept{SSL_get1_session(before.tls()),
                                                                         SSL_SESSION_free};
    line again{pair.server.address()};
    again.begin_tls(pair.client.get(), kept.get());
    CHECK(SSL_session_reused(again.tls()) == 1);
}

TEST_CASE("whoever does not finish the handshake loses the connection", "[server_tls]") {
    const tls_pair pair{{.request = std::chrono::milliseconds{50}, .idle = std::chrono::hours{1}}};
    line slow{pair.server.address()};
    for (const char byte : std::string{"\x16\x03\x01\x02"}) {
        slow.send({&byte, 1});
        if (!slow.stays_quiet_for(std::chrono::milliseconds{1})) break;
    }
    CHECK(slow.read_to_end().empty());
}

TEST_CASE("what is no TLS is not answered as if it were", "[server_tls]") {
    const tls_pair pair;
    const auto answer = pair.server.say("\x16GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    CHECK(answer.find("HTTP") == std::string::npos);
}

TEST_CASE("a stop finishes what runs inside TLS, and says goodbye", "[server_tls]") {
    tls_pair pair;
    line running{pair.server.address(), pair.client.get()}, idle{pair.server.address(), pair.client.get()};
    idle.send(get);
    idle.read_answer();
    running.send("GET /held HTTP/1.1\r\nHost: a\r\n\r\n");
    pair.server.wait_until_held(1);

    pair.server.stop();

    CHECK(idle.read_to_end().empty());
    CHECK_THROWS_WITH(line{pair.server.address()}, "nobody listens there");
    pair.server.let_go();
    const auto last = running.read_to_end();
    CHECK(status_line(last) == "HTTP/1.1 200 OK");
    CHECK(last.find("\r\nConnection: close\r\n") != std::string::npos);
    CHECK((SSL_get_shutdown(running.tls()) & SSL_RECEIVED_SHUTDOWN) != 0);
}
