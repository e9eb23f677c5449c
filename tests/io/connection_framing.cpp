#include "io/connection.hpp"
#include "support/tls_line.hpp"

using namespace wecom;
using namespace std::string_literals;

namespace {

const std::string ok = "HTTP/1.1 200 OK\r\n";
const std::string chunked = ok + "Transfer-Encoding: chunked\r\n\r\n";

// What a fresh connection makes of these bytes, after which the server leaves without a goodbye.
std::string story_of(const std::string& bytes) {
    tls_line to;
    return story(to.ask([&](tls_peer& peer) {
        peer.read_request();
        peer.send(bytes);
        peer.leave();
    }));
}

}  // namespace

TEST_CASE("an answer that two readers could read differently is refused", "[connection]") {
    const std::string bytes = GENERATE(values<std::string>({
        ok + "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n",
        ok + "Transfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n2\r\nok\r\n0\r\n\r\n",
        ok + "Content-Length: 2\r\nContent-Length: 2\r\n\r\nok",
        ok + "Content-Length: 2\r\nContent-Length: 3\r\n\r\nok",
        ok + "Content-Length: 2, 2\r\n\r\nok",
        ok + "Content-Length: +2\r\n\r\nok",
        ok + "Content-Length: -2\r\n\r\nok",
        ok + "Content-Length: 0x2\r\n\r\nok",
        ok + "Content-Length: \r\n\r\nok",
        ok + "Content-Length: 18446744073709551618\r\n\r\nok",
        ok + "Transfer-Encoding: gzip, chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n",
        ok + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n",
        "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n"s,
        chunked + "x\r\nok\r\n0\r\n\r\n",
        chunked + "2\r\nokay\r\n0\r\n\r\n",
        chunked + "ffffffffffffffffff\r\nok\r\n0\r\n\r\n",
    }));
    CAPTURE(bytes);
    CHECK(story_of(bytes) == "http_proto, answered");
}

TEST_CASE("a body under a transfer encoding that nobody knows is not accepted", "[connection]") {
    const std::string coding = GENERATE("xchunked", "chunked, identity", "identity");
    tls_line to;
    CHECK(story(to.ask([&](tls_peer& peer) {
              peer.answer(ok + "Transfer-Encoding: " + coding + "\r\n\r\nok");
              peer.say_goodbye();
              peer.leave();
          })) == "http_proto, answered");
}

TEST_CASE("an encoding that was not asked for is refused", "[connection]") {
    const std::string coding = GENERATE("gzip", "br", "deflate", "identity, gzip");
    CHECK(story_of(answer_of("ok", "Content-Encoding: " + coding + "\r\n")) == "http_proto, answered");
    CHECK(story_of(answer_of("ok", "Content-Encoding: identity\r\n")) == "200 ok");
}

TEST_CASE("bytes that are no HTTP answer are refused", "[connection]") {
    const std::string bytes = GENERATE(values<std::string>({
        "SSH-2.0-OpenSSH_9.2\r\n"s,
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"s,
        "<html>a portal</html>\r\n\r\n"s,
        "HTTP/1.1 2000 OK\r\nContent-Length: 2\r\n\r\nok"s,
        "HTTP/1.1 OK\r\nContent-Length: 2\r\n\r\nok"s,
        "HTTP/2.0 200 OK\r\nContent-Length: 2\r\n\r\nok"s,
        "HTTP/1.1 200 OK\nContent-Length: 2\n\nok"s,
        ok + "Bad Field: 1\r\n\r\n",
        ok + "X: a\rb\r\n\r\n",
        ok + "X: a\0b\r\n\r\n"s,
    }));
    CAPTURE(bytes);
    CHECK(story_of(bytes) == "http_proto, answered");
}

TEST_CASE("an answer that ends too early is lost", "[connection]") {
    const std::string bytes = GENERATE(values<std::string>({
        "HTTP/1.1 2"s,
        ok,
        ok + "Content-Length: 9\r\n\r\nhalf",
        ok + "\r\nto the end, without a goodbye",
        chunked + "9\r\nhalf",
        chunked + "2\r\nok\r\n",
    }));
    CAPTURE(bytes);
    CHECK(story_of(bytes) == "net, lost");
}

TEST_CASE("a body that ends with the connection counts only after a goodbye", "[connection]") {
    tls_line to;
    CHECK(story(to.ask([](tls_peer& peer) {
              peer.answer("HTTP/1.1 200 OK\r\n\r\nto the end");
              peer.say_goodbye();
              peer.leave();
          })) == "200 to the end");
    CHECK_FALSE(to.wire.reusable());
}

TEST_CASE("a goodbye in the middle of a body does not complete it", "[connection]") {
    tls_line to;
    CHECK(story(to.ask([](tls_peer& peer) {
              peer.answer(ok + "Content-Length: 9\r\n\r\nhalf");
              peer.say_goodbye();
              peer.leave();
          })) == "net, lost");
}

TEST_CASE("a body of 256 KiB is read, a larger one is not", "[connection]") {
    const std::string largest(256 * 1024, 'x');
    CHECK(story_of(answer_of(largest)) == "200 " + largest);
    CHECK(story_of(ok + "Content-Length: 262145\r\n\r\n") == "too_large, answered");
    CHECK(story_of(ok + "Content-Length: 9999999999\r\n\r\n") == "too_large, answered");
    CHECK(story_of(chunked + "40001\r\n" + largest + "x\r\n0\r\n\r\n") == "too_large, answered");
    CHECK(story_of(ok + "\r\n" + largest + "x") == "too_large, answered");
}

TEST_CASE("a header of 15 KiB is read, one of 17 KiB is not", "[connection]") {
    const auto field = [](std::size_t size) { return "X: " + std::string(size, 'x') + "\r\n"; };
    CHECK(story_of(answer_of("ok", field(15 * 1024))) == "200 ok");
    CHECK(story_of(answer_of("ok", field(17 * 1024))) == "too_large, answered");
}

TEST_CASE("what surrounds chunks is bounded too", "[connection]") {
    const std::string endless(64 * 1024, 'x');
    CHECK(story_of(chunked + "2;" + endless) == "too_large, answered");
    CHECK(story_of(chunked + "2\r\nok\r\n0\r\nX: " + endless) == "too_large, answered");
}
