#include "web/server.hpp"

#include "config_file.hpp"
#include "support/catch.hpp"
#include "surroundings.hpp"

#include <boost/asio/ip/tcp.hpp>

#include <sstream>
#include <thread>

using namespace host;

namespace {

// A server that answers with what it was asked, and a connection to it that speaks bytes.
class echo_server {
public:
    echo_server() : thread_{[this] { server_.run([](const request& from) { return echo(from); }, [] {}); }} {}
    ~echo_server() {
        server_.stop();
        thread_.join();
    }

    std::string address() const { return server_.address(); }

    // All that comes back until the server closes.
    std::string say(const std::string& bytes) const {
        const auto address = server_.address();
        boost::asio::ip::tcp::iostream line{"127.0.0.1", address.substr(address.rfind(':') + 1)};
        line << bytes << std::flush;
        std::ostringstream out;
        out << line.rdbuf();
        return out.str();
    }

private:
    static answer echo(const request& from) {
        if (from.path == "/later")
            return deferred{[] { return response{200, {{"X-Where", "elsewhere"}}, "later", nullptr}; }};
        return response{200, {{"X-Query", from.query}}, from.method + " " + from.path + " " + from.body, nullptr};
    }

    made_up_world world_;
    std::ostringstream lines_;
    event_log log_{lines_, log_level::info, world_.outside().now};
    server server_{"127.0.0.1:0", std::chrono::seconds{10}, world_.outside(), log_};
    std::thread thread_;
};

std::string status_line(const std::string& answer) { return answer.substr(0, answer.find("\r\n")); }

}  // namespace

TEST_CASE("a request becomes a value and a value becomes the answer", "[server]") {
    const auto answer =
        echo_server{}.say("POST /a/b?c=%41 HTTP/1.1\r\nConnection: close\r\nContent-Length: 3\r\n\r\nxyz");
    CHECK(answer ==
          "HTTP/1.1 200 OK\r\nX-Query: c=%41\r\nDate: Fri, 15 Jan 2027 08:00:00 GMT\r\nConnection: close\r\n"
          "Content-Length: 13\r\n\r\nPOST /a/b xyz");
}

TEST_CASE("a connection carries several requests", "[server]") {
    const auto answers = echo_server{}.say(
        "GET /1 HTTP/1.1\r\n\r\nGET /later HTTP/1.1\r\n\r\nGET /3 HTTP/1.1\r\nConnection: close\r\n\r\n");
    CHECK(answers.find("GET /1 ") < answers.find("later"));
    CHECK(answers.find("later") < answers.find("GET /3 "));
    CHECK(answers.find("GET /3 ") != std::string::npos);
}

TEST_CASE("HEAD gets the headers of GET and no body", "[server]") {
    const auto answer = echo_server{}.say("HEAD /x HTTP/1.1\r\nConnection: close\r\n\r\n");
    CHECK(answer.find("Content-Length: 8\r\n") != std::string::npos);
    CHECK(answer.ends_with("\r\n\r\n"));
}

TEST_CASE("what is no request or too large is refused, and the connection closed", "[server]") {
    struct row {
        std::string bytes, status;
    };
    const std::string large(70'000, 'a');
    const auto [bytes, status] = GENERATE_COPY(values<row>({
        {"nonsense\r\n\r\n", "HTTP/1.1 400 Bad Request"},
        {"GET http://x/ HTTP/1.1\r\n\r\n", "HTTP/1.1 400 Bad Request"},
        {"GET / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", "HTTP/1.1 400 Bad Request"},
        {"GET / HTTP/1.1\r\nX: " + large.substr(0, 9000) + "\r\n\r\n", "HTTP/1.1 431 Request Header Fields Too Large"},
        {"POST / HTTP/1.1\r\nContent-Length: 70000\r\n\r\n", "HTTP/1.1 413 Payload Too Large"},
    }));
    INFO(bytes.substr(0, 60));
    CHECK(status_line(echo_server{}.say(bytes)) == status);
}

TEST_CASE("an address that cannot be listened on is named", "[server]") {
    made_up_world world;
    std::ostringstream lines;
    event_log log{lines, log_level::info, world.outside().now};
    const auto listen = [&](const std::string& at) { server{at, std::chrono::seconds{1}, world.outside(), log}; };
    CHECK_THROWS_WITH(listen("localhost:80"), "localhost:80: is no address like 127.0.0.1:8080");
    CHECK_THROWS_WITH(listen("127.0.0.1"), "127.0.0.1: is no address like 127.0.0.1:8080");
    CHECK_THROWS_WITH(listen("127.0.0.1:65536"), "127.0.0.1:65536: is no address like 127.0.0.1:8080");
    const echo_server taken;
    CHECK_THROWS_WITH(listen(taken.address()),
                      Catch::Matchers::StartsWith(taken.address() + ": cannot be listened on"));
}
