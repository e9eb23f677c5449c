#include "support/catch.hpp"
#include "web/echo_server.hpp"

#include <sys/resource.h>
#include <unistd.h>

using namespace host;
using std::chrono::milliseconds;

namespace {

const std::string get = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
constexpr milliseconds soon{50};
constexpr std::chrono::hours never{1};

server_options limited(const server_limits& limits) { return {.limits = limits}; }

std::string ask(line& on) {
    on.send(get);
    return status_line(on.read_answer());
}

// Until its end this process can open so many files and no more.
class scarce_descriptors {
public:
    explicit scarce_descriptors(int left) {
        ::getrlimit(RLIMIT_NOFILE, &before_);
        std::vector<int> free;
        for (int i = 0; i < left; ++i)
            free.push_back(::dup(STDERR_FILENO));
        auto scarce = before_;
        scarce.rlim_cur = static_cast<rlim_t>(free.back()) + 1;
        for (const int one : free)
            ::close(one);
        ::setrlimit(RLIMIT_NOFILE, &scarce);
    }
    scarce_descriptors(const scarce_descriptors&) = delete;
    ~scarce_descriptors() { ::setrlimit(RLIMIT_NOFILE, &before_); }

private:
    rlimit before_{};
};

}  // namespace

TEST_CASE("whoever says nothing loses the connection", "[server_limits]") {
    const echo_server server{limited({.request = soon, .idle = never})};
    CHECK(line{server.address()}.read_to_end().empty());
}

TEST_CASE("a byte now and then does not make a request longer", "[server_limits]") {
    const echo_server server{limited({.request = soon, .idle = never})};
    line slow{server.address()};
    CHECK(ask(slow) == "HTTP/1.1 200 OK");
    slow.send("GET / HTTP/1.1\r\nX: ");
    while (slow.stays_quiet_for(milliseconds{1}))
        slow.send("x");
    CHECK(slow.read_to_end().empty());  // it would be 431 if it could go on
}

TEST_CASE("a connection between two requests is kept for a while", "[server_limits]") {
    const echo_server server{limited({.request = never, .idle = soon})};
    line idle{server.address()};
    CHECK(ask(idle) == "HTTP/1.1 200 OK");
    CHECK(idle.read_to_end().empty());
}

TEST_CASE("a newcomer takes the place of who has been waited for longest", "[server_limits]") {
    const echo_server server{limited({.connections = 3})};
    line first{server.address()}, second{server.address()}, third{server.address()};
    for (auto* one : {&second, &third, &first})
        CHECK(ask(*one) == "HTTP/1.1 200 OK");
    second.send("GET /half");

    line fourth{server.address()};

    CHECK(ask(fourth) == "HTTP/1.1 200 OK");
    CHECK(second.read_to_end().empty());
    CHECK(ask(first) == "HTTP/1.1 200 OK");
    CHECK(ask(third) == "HTTP/1.1 200 OK");
}

TEST_CASE("a newcomer takes nobody's place who waits for an answer", "[server_limits]") {
    echo_server server{limited({.connections = 1})};
    line waiting{server.address()};
    waiting.send("GET /held HTTP/1.1\r\nHost: a\r\n\r\n");
    server.wait_until_held(1);

    line newcomer{server.address()};
    newcomer.send(get);
    CHECK(newcomer.read_to_end().empty());

    server.let_go();
    CHECK(status_line(waiting.read_answer()) == "HTTP/1.1 200 OK");
}

// The system refuses a descriptor also when nobody comes, so the second one may lose its place, too.
TEST_CASE("a newcomer takes a place also when descriptors run out", "[server_limits]") {
    echo_server server;
    const scarce_descriptors five{5};
    line first{server.address()}, second{server.address()};
    CHECK(ask(first) == "HTTP/1.1 200 OK");
    CHECK(ask(second) == "HTTP/1.1 200 OK");
    line third{server.address()};
    CHECK(ask(third) == "HTTP/1.1 200 OK");
    CHECK(first.read_to_end().empty());
    CHECK(server.log_after_stop().find("error accept_failed why=\"Too many open files\"") != std::string::npos);
}

TEST_CASE("who waits for somebody outside keeps nobody waiting", "[server_limits]") {
    echo_server server{limited({.local = {1, 8}, .outside = {1, 8}})};
    line hanging{server.address()}, quick{server.address()};
    hanging.send("GET /held/later HTTP/1.1\r\nHost: a\r\n\r\n");
    server.wait_until_held(1);
    CHECK(ask(quick) == "HTTP/1.1 200 OK");
    server.let_go();
    CHECK(status_line(hanging.read_answer()) == "HTTP/1.1 200 OK");
}

TEST_CASE("a stop finishes what runs, and nothing else", "[server_limits]") {
    echo_server server;
    line running{server.address()}, idle{server.address()};
    CHECK(ask(idle) == "HTTP/1.1 200 OK");
    running.send("GET /held HTTP/1.1\r\nHost: a\r\n\r\n");
    server.wait_until_held(1);

    server.stop();

    CHECK(idle.read_to_end().empty());
    CHECK_THROWS_WITH(line{server.address()}, "nobody listens there");
    server.let_go();
    const auto last = running.read_to_end();
    CHECK(status_line(last) == "HTTP/1.1 200 OK");
    CHECK(last.find("\r\nConnection: close\r\n") != std::string::npos);
}
