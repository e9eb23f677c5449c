#include "io/tls_context.hpp"

#include "support/environment.hpp"
#include "support/tls_line.hpp"

#include <filesystem>
#include <fstream>

using namespace wecom;
using namespace std::chrono_literals;

namespace {

// How a handshake with a server of this certificate ends.
std::string_view trust_in(const certificate_text& text, const std::string& host = "localhost") {
    tls_line to{text};
    to.server.serve([](tls_peer&) {});
    return outcome(to.open(host));
}

}  // namespace

TEST_CASE("a server that proves its name by a trusted authority is spoken to", "[tls_context]") {
    CHECK(trust_in({}) == "ok");
    CHECK(trust_in({.names = "DNS:qyapi.weixin.qq.com"}, "qyapi.weixin.qq.com") == "ok");
    CHECK(trust_in({.names = "DNS:*.weixin.qq.com"}, "qyapi.weixin.qq.com") == "ok");
    CHECK(trust_in({}, "127.0.0.1") == "ok");
}

TEST_CASE("T23: a server with another name is refused", "[tls_context][T23]") {
    const auto [names, host] = GENERATE(table<std::string, std::string>({
        {"DNS:localhost.evil.example", "localhost"},
        {"", "localhost"},  // nothing but the common name
        {"IP:127.0.0.1", "localhost"},
        {"DNS:127.0.0.1", "127.0.0.1"},
        {"IP:127.0.0.2", "127.0.0.1"},
        {"DNS:*.qq.com", "qyapi.weixin.qq.com"},
        {"DNS:qy*.weixin.qq.com", "qyapi.weixin.qq.com"},
        {"DNS:weixin.qq.com", "qyapi.weixin.qq.com"},
    }));
    CAPTURE(names);
    CHECK(trust_in({.names = names, .common_name = host}, host) == "tls_host");
}

TEST_CASE("T23: a certificate that is not good now, or not for servers, is refused", "[tls_context][T23]") {
    CHECK(trust_in({.begins = -2h, .ends = -1h}) == "tls_cert");
    CHECK(trust_in({.begins = 1h, .ends = 2h}) == "tls_cert");
    CHECK(trust_in({.usage = "clientAuth"}) == "tls_cert");
}

TEST_CASE("T23: an authority that nobody named is not trusted, whatever the environment says", "[tls_context][T23]") {
    const certificate_authority trusted, stranger;
    const auto directory = std::filesystem::temp_directory_path().string();
    const environment_variable file{"SSL_CERT_FILE", stranger.pem_file()}, dir{"SSL_CERT_DIR", directory};
    tls_server server{stranger.issue()};
    server.serve([](tls_peer& peer) { peer.read_request(); });

    event_loop loop;
    wecom::io_socket socket{loop.context};
    socket.connect({boost::asio::ip::address_v4::loopback(), server.port()});
    connection wire{std::move(socket), make_tls_context(trusted.pem_file()).value()};
    CHECK(outcome(loop.run(wire.open("localhost", nullptr, in(long_enough)))) == "tls_cert");
    CHECK(server.requests().empty());
}

TEST_CASE("a server that speaks only TLS 1.1 is refused, one of TLS 1.2 is not", "[tls_context]") {
    const auto [version, ends] = GENERATE(
        table<int, std::string>({{TLS1_1_VERSION, "tls_proto"}, {TLS1_2_VERSION, "ok"}, {TLS1_3_VERSION, "ok"}}));
    tls_line to{{}, version};
    to.server.serve([](tls_peer&) {});
    CHECK(outcome(to.open("localhost")) == ends);
}

TEST_CASE("a server that does not speak TLS is told from one that goes away", "[tls_context]") {
    tls_line to;
    to.server.serve_in_clear([](tls_peer& peer) { peer.send_in_clear("HTTP/1.1 400 Bad Request\r\n\r\n"); });
    CHECK(outcome(to.open("localhost")) == "tls_proto");

    tls_line other;
    SECTION("by closing") {
        other.server.serve_in_clear([](tls_peer& peer) {
            peer.read_in_clear();
            peer.leave();
        });
        CHECK(outcome(other.open("localhost")) == "net");
    }
    SECTION("by a reset") {
        other.server.serve_in_clear([](tls_peer& peer) {
            peer.read_in_clear();
            peer.reset();
        });
        CHECK(outcome(other.open("localhost")) == "net");
    }
}

TEST_CASE("the name is sent in the handshake, an address is not", "[tls_context]") {
    const auto [host, sent] =
        GENERATE(table<std::string, std::string>({{"localhost", "localhost"}, {"127.0.0.1", ""}}));
    tls_line to;
    to.server.serve([](tls_peer& peer) { peer.answer(answer_of("ok")); });
    REQUIRE(outcome(to.open(host)) == "ok");
    CHECK(story(to.ask()) == "200 ok");
    CHECK(to.server.server_names() == std::vector<std::string>{sent});
}

TEST_CASE("T45: no file gets the keys of a connection", "[tls_context][T45]") {
    const auto file = std::filesystem::temp_directory_path() / "keys-that-must-not-be";
    const environment_variable key_log{"SSLKEYLOGFILE", file.string()};
    CHECK(trust_in({}) == "ok");
    CHECK_FALSE(std::filesystem::exists(file));
}

TEST_CASE("a file without a certificate is named as the problem", "[tls_context]") {
    const auto missing = make_tls_context("/nowhere/ca.pem");
    CHECK(outcome(missing) == "ca_file");
    CHECK(missing.error().detail.starts_with("/network/ca_file: /nowhere/ca.pem"));

    const auto garbage = std::filesystem::temp_directory_path() / "no-certificate.pem";
    std::ofstream{garbage} << "no certificate";
    CHECK(outcome(make_tls_context(garbage.string())) == "ca_file");
    std::filesystem::remove(garbage);
}
