// Answers whose bytes two readers could read differently, or that have no end.

#include "faults/fault_login.hpp"
#include "validator/process/memory.hpp"

using namespace faults;
using namespace std::string_literals;

namespace {

const std::string ok = "HTTP/1.1 200 OK\r\n";
const std::string chunked = ok + "Transfer-Encoding: chunked\r\n\r\n";
const std::string member = member_answer("ZhangSan");
const std::string token = token_answer("canaryToken");

std::string chunk(std::string_view what) {
    constexpr char digits[] = "0123456789abcdef";
    std::string size;
    for (auto left = what.size(); left != 0; left /= 16)
        size.insert(size.begin(), digits[left % 16]);
    return size + "\r\n" + std::string{what} + "\r\n";
}

// These bytes, and then the same again for as long as the client stays.
reply endless(std::string begin, std::string again) {
    return [=](tls_peer& peer) {
        peer.send(begin);
        for (;;)
            peer.send(again);
    };
}

// The reader stops by itself, and has not kept what it read.
void check_too_large(const reply& fault) {
    const process::peak_memory before;
    check_both_calls(fault, "NETWORK too_large", "NETWORK too_large", 8000ms);
    CHECK(before.growth() < 32 * 1024 * 1024);
}

}  // namespace

TEST_CASE("F24: Content-Length that is no plain number", "[faults]") {
    const auto size = std::to_string(member.size());
    const std::string length = GENERATE_COPY(values<std::string>({
        "-" + size,
        "+" + size,
        "0x" + size,
        size + ".0",
        "18446744073709551616",
        "18446744073709551617",
        "",
        size + ", " + size,
        size + "\r\nContent-Length: " + size,
        size + "\r\nContent-Length: 2",
        "2\r\nContent-Length: " + size,
    }));
    CAPTURE(length);
    check_unusable(last_bytes(ok + "Content-Length: " + length + "\r\n\r\n" + member), "NETWORK http_proto");
}

TEST_CASE("F25: Transfer-Encoding other than chunked, or beside a length", "[faults]") {
    const auto in_chunks = chunk(member) + "0\r\n\r\n";
    const auto length = "Content-Length: " + std::to_string(in_chunks.size()) + "\r\n";
    const std::string answer = GENERATE_COPY(values<std::string>({
        ok + length + "Transfer-Encoding: chunked\r\n\r\n" + in_chunks,
        ok + "Transfer-Encoding: chunked\r\n" + length + "\r\n" + in_chunks,
        ok + "Transfer-Encoding: gzip, chunked\r\n\r\n" + in_chunks,
        ok + "Transfer-Encoding: chunked, identity\r\n\r\n" + in_chunks,
        ok + "Transfer-Encoding: chunked, chunked\r\n\r\n" + in_chunks,
        ok + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n" + in_chunks,
        ok + "Transfer-Encoding: xchunked\r\n\r\n" + in_chunks,
        ok + "Transfer-Encoding: identity\r\n\r\n" + member,
        "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + in_chunks,
    }));
    CAPTURE(answer);
    check_unusable(last_bytes(answer), "NETWORK http_proto");
}

TEST_CASE("F26: broken chunks", "[faults]") {
    const std::string chunks = GENERATE(values<std::string>({
        "x\r\n{}\r\n0\r\n\r\n",
        "-2\r\n{}\r\n0\r\n\r\n",
        " 2\r\n{}\r\n0\r\n\r\n",
        "0x2\r\n{}\r\n0\r\n\r\n",
        "10000000000000002\r\n{}\r\n0\r\n\r\n",
        "2\r\n{}0\r\n\r\n",
        "2\r\n{}xx0\r\n\r\n",
    }));
    CAPTURE(chunks);
    check_unusable(last_bytes(chunked + chunks), "NETWORK http_proto");
}

TEST_CASE("F26: no last chunk", "[faults]") {
    check_lost(last_bytes(chunked + chunk(member)));
    check_lost(last_bytes(chunked + chunk(member) + "0\r\n"));
    check_lost(last_bytes(chunked + "2\n{}\n0\n\n"));
}

TEST_CASE("F27: endless chunk extensions and trailers, a million chunks", "[faults]") {
    const std::string block(16 * 1024, 'x');
    check_too_large(endless(chunked + "2;x=", block));
    check_too_large(endless(chunked + chunk("{}") + "0\r\n", "X: 1\r\n" + std::string(1000, 'x') + ": 2\r\n"));
    check_too_large(endless(chunked + chunk("{}") + "0\r\nX: ", block));
    std::string chunks;
    for (int i = 0; i < 1000; ++i)
        chunks += "1\r\n \r\n";
    check_too_large(endless(chunked, chunks));
}

TEST_CASE("F27: a trailer of 200 KB", "[faults]") {
    check_too_large(bytes(chunked + chunk("{}") + "0\r\nX: " + std::string(200'000, 'x') + "\r\n\r\n"));
}

TEST_CASE("F28: endless bodies", "[faults]") {
    const std::string block(16 * 1024, ' ');
    check_too_large(bytes(ok + "Content-Length: 10737418240\r\n\r\n"));
    check_too_large(endless(ok + "Content-Length: 10737418240\r\n\r\n", block));
    check_too_large(endless(chunked + "280000000\r\n", block));
    check_too_large(endless(chunked, chunk(block)));
    check_too_large(endless(ok + "\r\n", block));
}

TEST_CASE("F29: endless headers", "[faults]") {
    std::string fields;
    for (int i = 0; i < 10'000; ++i)
        fields += "X" + std::to_string(i) + ": y\r\n";
    check_too_large(bytes(ok + "X: " + std::string(1'000'000, 'x') + "\r\n\r\n"));
    check_too_large(bytes(ok + fields + "\r\n"));
}

TEST_CASE("F29: abnormal header fields and status lines", "[faults]") {
    const auto size = "Content-Length: " + std::to_string(member.size()) + "\r\n";
    const std::string answer = GENERATE_COPY(values<std::string>({
        ok + "X: a\0b\r\n"s + size + "\r\n" + member,
        ok + "X: a\rb\r\n" + size + "\r\n" + member,
        ok + "X: a\nY: b\r\n" + size + "\r\n" + member,
        ok + "X : a\r\n" + size + "\r\n" + member,
        ok + "no field\r\n" + size + "\r\n" + member,
        ok + ": no name\r\n" + size + "\r\n" + member,
        "HTTP/1.1 200 OK\n" + size + "\r\n" + member,
        "HTTP/1.1 200\r\n" + size + "\r\n" + member,
        "HTTP/1.1 099 Low\r\n" + size + "\r\n" + member,
        "HTTP/1.1 600 High\r\n" + size + "\r\n" + member,
        "HTTP/1.1 2000 OK\r\n" + size + "\r\n" + member,
        "HTTP/1.1 20 OK\r\n" + size + "\r\n" + member,
        "HTTP/1.1 -20 OK\r\n" + size + "\r\n" + member,
        "HTTP/1.1  200 OK\r\n" + size + "\r\n" + member,
        "HTTP/1.2 200 OK\r\n" + size + "\r\n" + member,
        "http/1.1 200 OK\r\n" + size + "\r\n" + member,
    }));
    CAPTURE(answer);
    check_unusable(last_bytes(answer), "NETWORK http_proto");
}

TEST_CASE("F29: a header field folded over two lines", "[faults]") {
    check_unusable(bytes(answer_of(member, "X: folded\r\n over two lines\r\n")), "NETWORK http_proto");
}

TEST_CASE("F29: a status line needs no words", "[faults]") {
    fault_login row;
    row.wecom.answer(getuserinfo,
                     bytes("HTTP/1.1 200 \r\nContent-Length: " + std::to_string(member.size()) + "\r\n\r\n" + member));
    CHECK(row.story() == "OK zhangsan");
}

TEST_CASE("F30: bytes that are no HTTP/1 answer", "[faults]") {
    const std::string answer = GENERATE(values<std::string>({
        "\x01\x02\xff\xfe garbage \0\0\0\r\n\r\n"s,
        "{\"errcode\":0,\"userid\":\"ZhangSan\"}\r\n\r\n",
        "<html>a page of HTTP/0.9</html>\r\n\r\n",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        "\0\0\x08\x07\0\0\0\0\0\0\0\0\0\0\0\0\x01\r\n\r\n"s,
        "SSH-2.0-OpenSSH_9.2\r\n\r\n",
        "220 mail.example ESMTP\r\n\r\n",
        "\r\n\r\n\r\n",
    }));
    CAPTURE(answer);
    check_unusable(last_bytes(answer), "NETWORK http_proto");
}

TEST_CASE("F30: empty reply", "[faults]") {
    check_lost(last_bytes(""));
    check_lost(cut_after(""));
}

TEST_CASE("F31: HTTP/1.0", "[faults]") {
    const auto with_length = [](const std::string& body) {
        return "HTTP/1.0 200 OK\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
    };
    const auto to_the_end = [](const std::string& body) { return "HTTP/1.0 200 OK\r\n\r\n" + body; };
    {
        fault_login row;
        row.wecom.answer(gettoken, bytes(with_length(token)));
        row.wecom.answer(getuserinfo, bytes(with_length(member)));
        CHECK(row.story() == "OK zhangsan");
        CHECK(row.wecom.server.connections() == 2);  // not kept, although this server would
    }
    fault_login row;
    row.wecom.answer(gettoken, last_bytes(to_the_end(token)));
    row.wecom.answer(getuserinfo, last_bytes(to_the_end(member)));
    CHECK(row.story() == "OK zhangsan");
    CHECK(row.wecom.server.connections() == 2);
}
