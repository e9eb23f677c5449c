// Whole answers of HTTP that are not WeCom's.

#include "faults/fault_login.hpp"

using namespace faults;

namespace {

const std::string ok = "HTTP/1.1 200 OK\r\n";
const std::string member = member_answer("ZhangSan");
// What a proxy or a portal writes: none of it is an answer, and none of it is shown.
const std::string page = "<html><h1>canaryPage</h1> Log in to use this network.</html>";

std::string answer_with(int status, std::string_view fields = "", std::string_view body = page) {
    return "HTTP/1.1 " + std::to_string(status) + " Words\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" +
           std::string{fields} + "\r\n" + std::string{body};
}

}  // namespace

TEST_CASE("F32: interim answers", "[faults]") {
    std::string interim;
    for (const auto* line : {"100 Continue", "102 Processing", "103 Early Hints\r\nLink: </style.css>"})
        interim += "HTTP/1.1 " + std::string{line} + "\r\n\r\n";
    fault_login row;
    row.wecom.answer(gettoken, bytes(interim + answer_of(token_answer("canaryToken"))));
    row.wecom.answer(getuserinfo, bytes(interim + answer_of(member)));
    CHECK(row.story() == "OK zhangsan");
    CHECK(row.wecom.server.connections() == 1);
}

TEST_CASE("F32: endless interim answers", "[faults]") {
    check_unusable(
        [](tls_peer& peer) {
            for (;;)
                peer.send("HTTP/1.1 102 Processing\r\n\r\n");
        },
        "NETWORK http_proto");
}

TEST_CASE("F33: statuses that are no answer to a question", "[faults]") {
    const std::string answer = GENERATE(values<std::string>({
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\n",
        "HTTP/1.1 204 No Content\r\n\r\n",
        answer_with(205, "", ""),
        "HTTP/1.1 304 Not Modified\r\nETag: \"1\"\r\n\r\n",
        answer_with(206, "Content-Range: bytes 0-32/64\r\n", member),
        answer_with(201, "", member),
    }));
    CAPTURE(answer);
    check_unusable(bytes(answer), "NETWORK http_status");
}

TEST_CASE("F34: redirects", "[faults]") {
    const int status = GENERATE(301, 302, 303, 307, 308);
    const certificate_authority elsewhere;
    tls_server target{elsewhere.issue()};
    const auto port = std::to_string(target.port());
    for (const auto& location :
         {"http://localhost:" + port + "/", "https://localhost:" + port + "/", "//localhost:" + port + "/"}) {
        CAPTURE(status, location);
        check_unusable(bytes(answer_with(status, "Location: " + location + "\r\n")), "NETWORK http_status");
        CHECK(target.connections() == 0);
    }
}

TEST_CASE("F34: redirects to itself", "[faults]") {
    fault_login row;
    for (const auto api : {gettoken, getuserinfo}) {
        row.wecom.answer(api, bytes(answer_with(302, "Location: " + std::string{api} + "\r\n")));
        CHECK(row.story() == "NETWORK http_status");
        CHECK(row.wecom.calls(api) == 1);
        row.check_recovery();
    }
}

TEST_CASE("F35: statuses 4xx", "[faults]") {
    const int status = GENERATE(400, 401, 403, 404, 405, 407, 408, 411, 414, 421, 426, 431, 451);
    CAPTURE(status);
    fault_login row;
    for (const auto api : {gettoken, getuserinfo}) {
        CAPTURE(api);
        row.is_secret("canaryPage");
        row.wecom.answer(api, bytes(answer_with(status)));
        const auto end = row.log_in();
        CHECK(end.story() == "NETWORK http_status");
        CHECK(end.detail.find(std::to_string(status)) != std::string::npos);
        CHECK(row.wecom.calls(api) == 1);
        row.check_recovery();
    }
}

TEST_CASE("F35: too many requests, and when to come back", "[faults]") {
    const int seconds = GENERATE(7, 30);
    CAPTURE(seconds);
    fault_login row;
    row.is_remembered();
    for (const auto api : {gettoken, getuserinfo}) {
        CAPTURE(api);
        row.wecom.answer(api, bytes(answer_with(429, "Retry-After: " + std::to_string(seconds) + "\r\n")));
        const auto end = row.log_in();
        CHECK(end.story() == "BUSY rate");
        CHECK(end.error.retry_after_ms == static_cast<unsigned>(seconds) * 1000);
        CHECK(row.wecom.calls(api) == 1);
        row.check_recovery();
    }
}

TEST_CASE("F35: too many requests, and the time to come back is before the deadline", "[faults]") {
    fault_login row;
    row.wecom.answer_next(gettoken, bytes(answer_with(429, "Retry-After: 1\r\n")));
    const auto end = row.log_in(8000ms);
    CHECK(end.story() == "OK zhangsan");
    CHECK(end.elapsed >= 1s);
    CHECK(row.wecom.calls(gettoken) == 2);
}

TEST_CASE("F36: statuses 5xx", "[faults]") {
    const int status = GENERATE(500, 502, 503, 504);
    CAPTURE(status);
    fault_login row;
    for (const auto api : {gettoken, getuserinfo}) {
        CAPTURE(api);
        row.is_secret("canaryPage");
        row.wecom.answer(api, bytes(answer_with(status)));
        CHECK(row.story() == "NETWORK http_status");
        CHECK(row.wecom.calls(api) == (api == gettoken ? 3 : 1));  // a code may be burnt
        row.check_recovery();
    }
}

TEST_CASE("F36: 502 once while the token is fetched", "[faults]") {
    fault_login row;
    row.wecom.answer_next(gettoken, bytes(answer_with(502)));
    CHECK(row.story() == "OK zhangsan");
}

TEST_CASE("F37: 200 with a page of HTML", "[faults]") {
    fault_login row;
    for (const auto api : {gettoken, getuserinfo}) {
        CAPTURE(api);
        row.is_secret("canaryPage");
        row.wecom.answer(api, bytes(answer_with(200, "Content-Type: text/html\r\n")));
        CHECK(row.story() == "UPSTREAM json");
        row.check_recovery();
    }
}

TEST_CASE("F38: content encodings nobody asked for", "[faults]") {
    const std::string coding = GENERATE("gzip", "br", "deflate", "zstd", "gzip, gzip", "identity, gzip",
                                        "gzip\r\nContent-Encoding: gzip", "identity\r\nContent-Encoding: gzip");
    CAPTURE(coding);
    check_unusable(bytes(answer_of(member, "Content-Encoding: " + coding + "\r\n")), "NETWORK http_proto");
}

TEST_CASE("F38: none is asked for", "[faults]") {
    fault_login row;
    CHECK(row.story() == "OK zhangsan");
    for (const auto& request : row.wecom.server.requests())
        CHECK(request.find("\r\nAccept-Encoding: identity\r\n") != std::string::npos);
}

TEST_CASE("F39: content types do not matter", "[faults]") {
    const std::string type = GENERATE("", "Content-Type: text/plain\r\n", "Content-Type: text/html; charset=GBK\r\n",
                                      "Content-Type: \r\n", "Content-Type: application/json; charset=UTF-8\r\n");
    CAPTURE(type);
    fault_login row;
    row.wecom.answer(gettoken, bytes(answer_of(token_answer("canaryToken"), type)));
    row.wecom.answer(getuserinfo, bytes(answer_of(member, type)));
    CHECK(row.story() == "OK zhangsan");
}

TEST_CASE("F39: bytes of GBK are no JSON", "[faults]") {
    const auto answer =
        answer_of("{\"errcode\":0,\"errmsg\":\"\xc7\xeb\xc7\xf3\xb3\xc9\xb9\xa6\",\"userid\":\"ZhangSan\"}",
                  "Content-Type: application/json; charset=GBK\r\n");
    check_unusable(bytes(answer), "UPSTREAM json");
}
