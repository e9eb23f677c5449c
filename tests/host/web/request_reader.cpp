#include "web/request_reader.hpp"

#include "support/catch.hpp"

using namespace host;

namespace {

const std::string posted = "POST /a?b=c HTTP/1.1\r\nHost: h\r\nCookie: d=e\r\nContent-Length: 3\r\n\r\nxyz";
const std::string chunked =
    "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n3;x=y\r\nabc\r\n2\r\nde\r\n0\r\nCookie: "
    "late=1\r\n\r\n";

std::optional<incoming> read(const std::string& bytes) {
    request_reader reader;
    reader.add(bytes);
    return reader.next();
}

std::string target_of(const std::string& target) {
    const auto read_as = read("GET " + target + " HTTP/1.1\r\nHost: h\r\n\r\n").value();
    return read_as.refused != 0 ? std::to_string(read_as.refused) : read_as.asked.path + " " + read_as.asked.query;
}

}  // namespace

TEST_CASE("a request is a value when its last byte has come", "[request_reader]") {
    request_reader reader;
    CHECK(reader.is_between_requests());
    for (std::size_t at = 0; at + 1 < posted.size(); ++at) {
        reader.add(posted.substr(at, 1));
        REQUIRE_FALSE(reader.next());
        REQUIRE_FALSE(reader.is_between_requests());
    }
    reader.add("z");
    const auto whole = reader.next().value();
    CHECK(whole.refused == 0);
    CHECK(whole.keep_alive);
    CHECK(whole.asked.method + whole.asked.path + whole.asked.query + whole.asked.body == "POST/ab=cxyz");
    CHECK(find_field(whole.asked.headers, "cookie") == "d=e");
    CHECK(reader.is_between_requests());
}

TEST_CASE("requests that come at once are read one by one", "[request_reader]") {
    request_reader reader;
    reader.add(posted + chunked + "GET /last HTTP/1.0\r\n\r\n");
    CHECK(reader.next().value().asked.body == "xyz");
    CHECK(reader.next().value().asked.body == "abcde");
    const auto last = reader.next().value();
    CHECK(last.asked.path == "/last");
    CHECK_FALSE(last.keep_alive);
    CHECK_FALSE(reader.next());
}

TEST_CASE("a chunked body may be empty, and its end may come byte by byte", "[request_reader]") {
    request_reader reader;
    reader.add("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n");
    CHECK_FALSE(reader.next());
    reader.add("\r");
    CHECK_FALSE(reader.next());
    reader.add("\n");
    const auto whole = reader.next().value();
    CHECK(whole.refused == 0);
    CHECK(whole.asked.body.empty());
}

TEST_CASE("what follows a chunked body is no header", "[request_reader]") {
    CHECK(find_field(read(chunked).value().asked.headers, "Cookie").empty());
}

TEST_CASE("a target is a path, whoever it names", "[request_reader]") {
    CHECK(target_of("/a/b?c=/d?") == "/a/b c=/d?");
    CHECK(target_of("http://elsewhere.example/a?b") == "/a b");
    CHECK(target_of("HTTPS://elsewhere.example:443") == "/ ");
    CHECK(target_of("http://elsewhere.example?b") == "/ b");
    CHECK(target_of("//elsewhere.example/a") == "//elsewhere.example/a ");
    CHECK(target_of("*") == "400");
}

TEST_CASE("a request may be as large as is said", "[request_reader]") {
    const auto with = [](std::size_t target, std::size_t header, std::size_t body) {
        const std::string rest = "\r\nHost: h\r\nContent-Length: " + std::to_string(body) + "\r\nX: ";
        const auto fields = header > 0 ? std::string(header - rest.size() - 4, 'x') : "";
        return read("POST /" + std::string(target - 1, 'a') + " HTTP/1.1" + rest + fields + "\r\n\r\n" +
                    std::string(body, 'b'))
            .value()
            .refused;
    };
    CHECK(with(8192, 8192, 65536) == 0);
    CHECK(with(8193, 0, 0) == 414);
    CHECK(with(1, 8193, 0) == 431);
    CHECK(with(1, 0, 65537) == 413);
}
