#include "validator/network/stand_in.hpp"

#include "support/catch.hpp"

#include <openssl/err.h>

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <csignal>

using namespace validator;

namespace {

test_recipe two_answers() {
    test_recipe recipe;
    recipe.config = R"({"base":"${origin}","ca":"${ca_file}"})";
    recipe.callback = "code=${code}";
    recipe.answers = {{.path = "/token", .body = "a token", .is_token = true},
                      {.path = "/me", .status = 201, .content_type = "text/plain", .body = "${code} is ${person}"}};
    recipe.errors = {{.name = "busy", .answer = {.path = "/me", .status = 503, .body = "busy"}, .means = {IDP_E_BUSY}}};
    return recipe;
}

// A client that asks one thing on a connection that it keeps.
class client {
public:
    explicit client(const stand_in& of) : socket_{::socket(AF_INET, SOCK_STREAM, 0)} {
        ::signal(SIGPIPE, SIG_IGN);  // the server cuts off whom it likes
        const auto origin = of.origin();
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(static_cast<std::uint16_t>(std::stoi(origin.substr(origin.rfind(':') + 1))));
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        REQUIRE(::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
        SSL_CTX_load_verify_locations(context_.get(), of.ca_file().c_str(), nullptr);
        SSL_CTX_set_verify(context_.get(), SSL_VERIFY_PEER, nullptr);
        tls_.reset(SSL_new(context_.get()));
        SSL_set_fd(tls_.get(), socket_);
        SSL_set1_host(tls_.get(), "localhost");
        is_trusting_ = SSL_connect(tls_.get()) == 1;
    }
    ~client() { ::close(socket_); }
    client(const client&) = delete;

    // Empty if the connection ended instead.
    std::string ask(const std::string& target) {
        const auto request = "GET " + target + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
        if (!is_trusting_ || SSL_write(tls_.get(), request.data(), static_cast<int>(request.size())) <= 0) return {};
        char part[4096];
        const int count = SSL_read(tls_.get(), part, sizeof part);
        ERR_clear_error();
        return count > 0 ? std::string(part, static_cast<std::size_t>(count)) : std::string{};
    }

private:
    int socket_;
    bool is_trusting_ = false;
    std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context_{SSL_CTX_new(TLS_client_method()), &SSL_CTX_free};
    std::unique_ptr<SSL, decltype(&SSL_free)> tls_{nullptr, &SSL_free};
};

}  // namespace

TEST_CASE("the stand-in answers as the recipe says, on one connection", "[stand_in]") {
    const auto recipe = two_answers();
    stand_in server{recipe};
    CHECK(server.config_json() == R"({"base":")" + server.origin() + R"(","ca":")" + server.ca_file() + "\"}");
    client browser{server};
    const auto code = fresh_code();
    CHECK(browser.ask("/me?code=" + code) == "HTTP/1.1 201 Answer\r\nContent-Type: text/plain\r\nContent-Length: " +
                                                 std::to_string(code.size() + 4 + person_of(code).size()) + "\r\n\r\n" +
                                                 code + " is " + person_of(code));
    CHECK(browser.ask("/nothing").find("HTTP/1.1 404") == 0);
    CHECK(server.requests() == 2);
}

TEST_CASE("the stand-in counts the tokens that it gave", "[stand_in]") {
    const auto recipe = two_answers();
    stand_in server{recipe};
    client browser{server};
    browser.ask("/token?secret=1"), browser.ask("/me"), browser.ask("/token");
    CHECK(server.token_fetches() == 2);
}

TEST_CASE("an error takes the place of one answer, and what was open is cut off", "[stand_in]") {
    const auto recipe = two_answers();
    stand_in server{recipe};
    client before{server};
    CHECK_FALSE(before.ask("/me").empty());
    server.err(recipe.errors[0]);
    CHECK(before.ask("/me").empty());
    CHECK(client{server}.ask("/me").find("HTTP/1.1 503") == 0);
    CHECK(client{server}.ask("/token").find("HTTP/1.1 200") == 0);
    server.tell_the_truth();
    CHECK(client{server}.ask("/me").find("HTTP/1.1 201") == 0);
}

TEST_CASE("a lie is a script, and may be true in part", "[stand_in]") {
    const auto recipe = two_answers();
    stand_in server{recipe};
    server.lie([&](tls_peer& peer) {
        peer.handshake();
        server.answer_truly(peer);
        peer.read_request();
        peer.leave();
    });
    client browser{server};
    CHECK(browser.ask("/token").find("HTTP/1.1 200") == 0);
    CHECK(browser.ask("/token").empty());
}

TEST_CASE("connections that have ended leave no threads behind", "[stand_in]") {
    const auto recipe = two_answers();
    stand_in server{recipe};
    const auto threads = [] {
        return std::distance(std::filesystem::directory_iterator{"/proc/self/task"},
                             std::filesystem::directory_iterator{});
    };
    for (int i = 0; i < 50; ++i) {
        client{server}.ask("/me");
        server.server().wait_until_ended(i + 1);
    }
    client last{server};
    last.ask("/me");
    CHECK(threads() < 10);
}
