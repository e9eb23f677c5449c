#include "io/answer_reader.hpp"

#include "support/http_answers.hpp"
#include "support/outcome.hpp"

#include <algorithm>

using namespace wecom;
using namespace std::string_literals;

namespace {

const std::string ok = "HTTP/1.1 200 OK\r\n";
const std::string chunked = ok + "Transfer-Encoding: chunked\r\n\r\n";

enum class ending { silence, cut, goodbye };

// What is made of these bytes: an answer, a refusal, or "more" if it has not ended.
std::string read(answer_reader& reader, std::string_view bytes, std::size_t at_once = std::string::npos) {
    while (reader.wants_more() && !bytes.empty()) {
        const auto room = reader.room();
        const auto size = std::min({room.size(), bytes.size(), at_once});
        std::copy_n(bytes.begin(), size, room.begin());
        reader.feed(size);
        bytes.remove_prefix(size);
    }
    if (reader.wants_more()) return "more";
    if (reader.refusal()) return std::string{facts(reader.refusal()->code).reason};
    const auto answer = reader.take();
    return std::to_string(answer.status) + " " + std::string{answer.body.reveal()};
}

std::string story_of(std::string_view bytes, ending how = ending::cut) {
    answer_reader reader;
    if (const auto what = read(reader, bytes); what != "more") return what;
    if (how != ending::silence) reader.end(how == ending::goodbye);
    return read(reader, "");
}

bool is_usable_after(std::string_view bytes) {
    answer_reader reader;
    read(reader, bytes);
    return reader.leaves_connection_usable();
}

// What a smuggler or a broken gateway sends: two readers could read it differently, or none should read it at all.
const std::vector<std::string>& malformed_answers() {
    static const std::vector<std::string> all = [] {
        std::vector<std::string> out;
        const std::string body = "\r\n\r\nok", chunks = "\r\n\r\n2\r\nok\r\n0\r\n\r\n";
        for (const auto length : {"", "+2", "-2", "0x2", "2;", "2 2", "2, 2", "2,3", "2\t2", "2.0", "1e0", "\"2\"",
                                  "two", "\xEF\xBC\x92", "18446744073709551618", "99999999999999999999"})
            out.push_back(ok + "Content-Length: " + length + body);
        for (const auto fields : {"Content-Length: 2\r\nContent-Length: 2", "Content-Length: 2\r\nContent-Length: 3",
                                  "Content-Length: 3\r\ncontent-length: 2", "Content-Length : 2", "Content-Length\t: 2",
                                  " Content-Length: 2", "Content-Length: 2\r\n 2", "X: y\r\n\tContent-Length: 2"})
            out.push_back(ok + fields + body);
        for (const auto coding : {"gzip, chunked", "chunked, gzip", "chunked, chunked", "chunked, identity", "identity",
                                  "xchunked", "chunked;q=1", "\"chunked\"", "chunked\r\nTransfer-Encoding: chunked",
                                  "chunked\r\nTransfer-Encoding: identity", "chunked\r\nContent-Length: 2",
                                  "\x0B"
                                  "chunked",
                                  "chunked\r\n ,identity"})
            out.push_back(ok + "Transfer-Encoding: " + coding + chunks);
        for (const auto size : {"", "x", "0x2", "-2", "+2", " 2", "2 2", "2,", "2.", "ffffffffffffffffff", "3", "1"})
            out.push_back(chunked + size + "\r\nok\r\n0\r\n\r\n");
        for (const auto line : {"HTTP/1.1  200 OK", " HTTP/1.1 200 OK",    "HTTP/1.1\t200 OK", "http/1.1 200 OK",
                                "HTTP/1.12 200 OK", "HTTP/01.1 200 OK",    "HTTP/2.0 200 OK",  "HTTP/0.9 200 OK",
                                "HTTP /1.1 200 OK", "HTTP/1.1 20 OK",      "HTTP/1.1 2000 OK", "HTTP/1.1 -20 OK",
                                "HTTP/1.1 099 OK",  "HTTP/1.1 600 OK",     "HTTP/1.1 OK",      "HTTP/1.1 200",
                                "ICY 200 OK",       "SSH-2.0-OpenSSH_9.2", "PRI * HTTP/2.0",   "<html>a portal</html>"})
            out.push_back(std::string{line} + "\r\nContent-Length: 2" + body);
        for (const auto field : {": y", "X", "Bad Field: y", "X\x01: y", "X: a\rb", "X: a\nb",
                                 "X: a\x01"
                                 "b",
                                 "X: a\x7F"
                                 "b",
                                 "X(: y", "\xC3\xA4: y"})
            out.push_back(ok + field + "\r\nContent-Length: 2" + body);
        out.push_back(ok + "X: a\0b\r\nContent-Length: 2"s + body);
        out.push_back("ok");
        out.push_back(chunked + "2\r\nokay\r\n0\r\n\r\n");
        out.push_back("HTTP/1.1 200 OK\nContent-Length: 2\n\nok");
        out.push_back("HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked" + chunks);
        return out;
    }();
    return all;
}

}  // namespace

TEST_CASE(
    "T26, F24, F25, F26, F29, F30: a malformed answer is refused, and nothing is asked on its connection any more",
    "[answer_reader][T26]") {
    CHECK(malformed_answers().size() >= 60);
    for (const auto& bytes : malformed_answers()) {
        CAPTURE(bytes);
        CHECK(story_of(bytes, ending::goodbye) == "http_proto");
        CHECK_FALSE(is_usable_after(bytes));
    }
}

TEST_CASE("F97: an answer is the same wherever it is cut", "[answer_reader][F97]") {
    const auto [bytes, what] = GENERATE(table<std::string, std::string>({
        {answer_of("first"), "200 first"},
        {chunked + "4\r\nseco\r\n2;x=y\r\nnd\r\n0\r\nTrailer: 1\r\n\r\n", "200 second"},
        {chunked + "0\r\n\r\n", "200 "},
        {"HTTP/1.1 100 Continue\r\n\r\n" + answer_of("third"), "200 third"},
        {"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 6\r\n\r\n<html>", "502 <html>"},
        {ok + "Content-Length: 0\r\n\r\n", "200 "},
        {"HTTP/1.1 204 No Content\r\n\r\n", "204 "},
    }));
    for (std::size_t at_once = 1; at_once <= bytes.size(); ++at_once) {
        answer_reader reader;
        REQUIRE(read(reader, bytes, at_once) == what);
        REQUIRE(reader.leaves_connection_usable());
    }
}

TEST_CASE("F25: a body under a transfer encoding that nobody knows is not accepted", "[answer_reader][F25]") {
    const std::string coding = GENERATE("xchunked", "chunked, identity", "identity");
    CHECK(story_of(ok + "Transfer-Encoding: " + coding + "\r\n\r\nok", ending::goodbye) == "http_proto");
}

TEST_CASE("F38: an encoding that was not asked for is refused", "[answer_reader][F38]") {
    const std::string coding = GENERATE("gzip", "br", "deflate", "identity, gzip");
    CHECK(story_of(answer_of("ok", "Content-Encoding: " + coding + "\r\n")) == "http_proto");
    CHECK(story_of(answer_of("ok", "Content-Encoding: identity\r\n")) == "200 ok");
}

TEST_CASE("F30: what cannot become an answer is refused before it ends", "[answer_reader][F30]") {
    CHECK(story_of("SSH-2.0-OpenSSH_9.2\r\n", ending::silence) == "http_proto");
    CHECK(story_of("HTTP/2", ending::silence) == "http_proto");
    CHECK(story_of("HTTP/1", ending::silence) == "more");
}

TEST_CASE("F18, F22, F26: an answer that ends too early is none", "[answer_reader]") {
    const std::string bytes = GENERATE(values<std::string>({
        "HTTP/1.1 2"s,
        ok,
        ok + "Content-Length: 9\r\n\r\nhalf",
        chunked + "9\r\nhalf",
        chunked + "2\r\nok\r\n",
        chunked + "2\r\nok\r\n0\r\n",
    }));
    CAPTURE(bytes);
    CHECK(story_of(bytes, ending::cut) == "more");
    CHECK(story_of(bytes, ending::goodbye) == "more");
}

TEST_CASE("an end without a byte before it is no answer", "[answer_reader]") {
    answer_reader reader;
    reader.end(true);
    CHECK(reader.wants_more());
    CHECK(reader.silent());
}

TEST_CASE("F17, F31: a body that ends with the connection counts only after a goodbye", "[answer_reader][F17]") {
    const std::string version = GENERATE("HTTP/1.0", "HTTP/1.1");
    const auto bytes = version + " 200 OK\r\n\r\nto the end";
    CHECK(story_of(bytes, ending::goodbye) == "200 to the end");
    CHECK(story_of(bytes, ending::cut) == "more");
    CHECK(story_of(version + " 200 OK\r\n\r\n", ending::goodbye) == "200 ");
}

TEST_CASE("F31, F33: a connection does not outlive an answer that ends it", "[answer_reader][F31]") {
    CHECK(is_usable_after(answer_of("ok")));
    const std::string bytes = GENERATE(
        values<std::string>({answer_of("ok", "Connection: close\r\n"), "HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok",
                             "HTTP/1.0 200 OK\r\nContent-Length: 2\r\nConnection: keep-alive\r\n\r\nok",
                             "HTTP/1.1 101 Switching\r\nUpgrade: x\r\n\r\n", answer_of("ok") + "surplus",
                             answer_of("ok") + answer_of("forged")}));
    CAPTURE(bytes);
    CHECK(story_of(bytes) != "more");
    CHECK_FALSE(is_usable_after(bytes));
}

TEST_CASE("F32: interim answers come before the answer, up to eight", "[answer_reader][F32]") {
    const auto [count, what] =
        GENERATE(table<int, std::string>({{1, "200 ok"}, {8, "200 ok"}, {9, "http_proto"}, {1000, "http_proto"}}));
    std::string bytes;
    for (int i = 0; i < count; ++i)
        bytes += i % 2 ? "HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n" : "HTTP/1.1 100 Continue\r\n\r\n";
    CHECK(story_of(bytes + answer_of("ok")) == what);
}

TEST_CASE("T24, F28: a body of 256 KiB is read, a larger one is not", "[answer_reader][T24][F28]") {
    const std::string largest(256 * 1024, 'x');
    CHECK(story_of(answer_of(largest)) == "200 " + largest);
    CHECK(story_of(ok + "Content-Length: 262145\r\n\r\n", ending::silence) == "too_large");
    CHECK(story_of(ok + "Content-Length: 10000000000\r\n\r\n", ending::silence) == "too_large");
    CHECK(story_of(chunked + "40001\r\n", ending::silence) == "too_large");
    CHECK(story_of(chunked + "40000\r\n" + largest + "\r\n1\r\n", ending::silence) == "too_large");
    CHECK(story_of(ok + "\r\n" + largest + "x", ending::silence) == "too_large");
}

TEST_CASE("T24, F29: a header of 16 KiB is read, a larger one is not", "[answer_reader][T24][F29]") {
    const auto with_field = [](std::size_t size) { return answer_of("ok", "X: " + std::string(size, 'x') + "\r\n"); };
    const auto others = with_field(0).size() - 2;
    CHECK(story_of(with_field(16 * 1024 - others)) == "200 ok");
    CHECK(story_of(with_field(16 * 1024)) == "too_large");
    CHECK(story_of(ok + "X: " + std::string(1 << 20, 'x'), ending::silence) == "too_large");
    std::string many = ok;
    for (int i = 0; i < 10'000; ++i)
        many += "X: y\r\n";
    CHECK(story_of(many, ending::silence) == "too_large");
}

TEST_CASE("T24, F27: what surrounds chunks is bounded too", "[answer_reader][T24][F27]") {
    const std::string endless(64 * 1024, 'x');
    CHECK(story_of(chunked + "2;" + endless, ending::silence) == "too_large");
    CHECK(story_of(chunked + "2\r\nok\r\n0\r\nX: " + endless, ending::silence) == "too_large");
    std::string tiny = chunked;
    for (int i = 0; i < 300'000; ++i)
        tiny += "1\r\nx\r\n";
    CHECK(story_of(tiny, ending::silence) == "too_large");
}

TEST_CASE("F35: how long a server asks to wait is read if it says it in seconds", "[answer_reader][F35]") {
    const auto [value, seconds] = GENERATE(table<std::string, int>(
        {{"120", 120}, {"0", 0}, {"-1", 0}, {"1.5", 0}, {"99999999999", 0}, {"Wed, 21 Oct 2026 07:28:00 GMT", 0}}));
    answer_reader reader;
    read(reader, "HTTP/1.1 429 Busy\r\nRetry-After: " + value + "\r\nContent-Length: 0\r\n\r\n");
    CHECK(reader.take().retry_after == std::chrono::seconds{seconds});
}
