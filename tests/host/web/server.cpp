#include "web/server.hpp"

#include "config_file.hpp"
#include "support/catch.hpp"
#include "web/echo_server.hpp"

using namespace host;

TEST_CASE("a request becomes a value and a value becomes the answer", "[server]") {
    const auto answer =
        echo_server{}.say("POST /a/b?c=%41 HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 3\r\n\r\nxyz");
    CHECK(answer ==
          "HTTP/1.1 200 OK\r\nX-Query: c=%41\r\nDate: Fri, 15 Jan 2027 08:00:00 GMT\r\nConnection: close\r\n"
          "Content-Length: 13\r\n\r\nPOST /a/b xyz");
}

TEST_CASE("a connection carries several requests", "[server]") {
    const auto answers = echo_server{}.say(
        "GET /1 HTTP/1.1\r\nHost: a\r\n\r\nGET /later HTTP/1.1\r\nHost: a\r\n\r\n"
        "GET /3 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    CHECK(answers.find("GET /1 ") < answers.find("later"));
    CHECK(answers.find("later") < answers.find("GET /3 "));
    CHECK(answers.find("GET /3 ") != std::string::npos);
}

TEST_CASE("a client that asks whether its body may come is told so", "[server]") {
    const echo_server server;
    line careful{server.address()};
    careful.send("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n");
    CHECK(careful.read_answer() == "HTTP/1.1 100 Continue\r\n\r\n");
    careful.send("bo");
    careful.send("dy");
    CHECK(careful.read_answer().ends_with("POST / body"));
    careful.send("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 70000\r\n\r\n");
    CHECK(status_line(careful.read_to_end()) == "HTTP/1.1 413 Payload Too Large");
}

TEST_CASE("HEAD gets the headers of GET and no body", "[server]") {
    const auto answer = echo_server{}.say("HEAD /x HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    CHECK(answer.find("Content-Length: 8\r\n") != std::string::npos);
    CHECK(answer.ends_with("\r\n\r\n"));
}

TEST_CASE("an address that cannot be listened on is named", "[server]") {
    made_up_world world;
    std::ostringstream lines;
    event_log log{lines, log_level::info, world.outside().now};
    const auto listen = [&](const std::string& at) { server{at, {}, world.outside(), log}; };
    CHECK_THROWS_WITH(listen("localhost:80"), "localhost:80: is no address like 127.0.0.1:8080");
    CHECK_THROWS_WITH(listen("127.0.0.1"), "127.0.0.1: is no address like 127.0.0.1:8080");
    CHECK_THROWS_WITH(listen("127.0.0.1:65536"), "127.0.0.1:65536: is no address like 127.0.0.1:8080");
    const echo_server taken;
    CHECK_THROWS_WITH(listen(taken.address()),
                      Catch::Matchers::StartsWith(taken.address() + ": cannot be listened on"));
}
