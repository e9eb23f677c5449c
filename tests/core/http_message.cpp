#include "core/http_message.hpp"

#include "support/outcome.hpp"

using namespace wecom;
using namespace std::chrono_literals;

namespace {

const web_url base = parse_web_url("https://qyapi.weixin.qq.com").value();

secret as_secret(std::string_view text) { return secret{text}; }

}  // namespace

TEST_CASE("with_query encodes every value", "[http_message][T12]") {
    CHECK(with_query("/p", {}) == "/p");
    CHECK(with_query("/p", {{"a", "1"}}) == "/p?a=1");
    CHECK(with_query("/p", {{"a", "+ & = / 空格"}, {"b", ""}, {"c", "#?\r\n"}}) ==
          "/p?a=%2B%20%26%20%3D%20%2F%20%E7%A9%BA%E6%A0%BC&b=&c=%23%3F%0D%0A");
}

TEST_CASE("a request without a body is a GET", "[http_message]") {
    const http_request request{as_secret("/cgi-bin/gettoken?corpid=ww1")};
    CHECK(serialize(request, base).reveal() ==
          "GET /cgi-bin/gettoken?corpid=ww1 HTTP/1.1\r\n"
          "Host: qyapi.weixin.qq.com\r\n"
          "User-Agent: idp-wecom\r\n"
          "Accept: application/json\r\n"
          "Accept-Encoding: identity\r\n"
          "\r\n");
}

TEST_CASE("a request with a body is a POST", "[http_message]") {
    const http_request request{as_secret("/cgi-bin/auth/getuserdetail?access_token=t"),
                               as_secret(R"({"user_ticket":"空"})")};
    CHECK(serialize(request, base).reveal() ==
          "POST /cgi-bin/auth/getuserdetail?access_token=t HTTP/1.1\r\n"
          "Host: qyapi.weixin.qq.com\r\n"
          "User-Agent: idp-wecom\r\n"
          "Accept: application/json\r\n"
          "Accept-Encoding: identity\r\n"
          "Content-Type: application/json\r\n"
          "Content-Length: 21\r\n"
          "\r\n"
          R"({"user_ticket":"空"})");
}

TEST_CASE("a request goes below the prefix of the base, to its port", "[http_message]") {
    const http_request request{as_secret("/cgi-bin/gettoken")};
    const std::pair<const char*, const char*> table[] = {
        {"https://proxy.example:8443/qyapi/", "GET /qyapi/cgi-bin/gettoken HTTP/1.1\r\nHost: proxy.example:8443\r\n"},
        {"https://proxy.example:443", "GET /cgi-bin/gettoken HTTP/1.1\r\nHost: proxy.example\r\n"},
        {"https://[fd00::1]:8443", "GET /cgi-bin/gettoken HTTP/1.1\r\nHost: [fd00::1]:8443\r\n"},
    };
    for (const auto& [at, start] : table)
        CHECK(serialize(request, parse_web_url(at).value()).reveal().starts_with(start));
}

TEST_CASE("only an answer with status 200 is WeCom's own", "[http_message]") {
    const auto answered = [](unsigned status) { return usable_body({status, as_secret("<html>")}); };
    const http_response good{200, as_secret("{}")};
    CHECK(usable_body(good).value() == "{}");
    for (const unsigned status : {0, 100, 201, 204, 206, 301, 304, 400, 403, 404, 500, 502, 503}) {
        CHECK(outcome(answered(status)) == "http_status");
        CHECK(answered(status).error().answered_status == status);
        CHECK(answered(status).error().detail.find(std::to_string(status)) != std::string::npos);
    }
    CHECK(outcome(answered(429)) == "rate");
}

TEST_CASE("F35: a server may ask for a pause, of a minute at most", "[http_message][F35]") {
    const auto [asked, given] = GENERATE(
        table<std::chrono::seconds, std::chrono::seconds>({{0s, 0s}, {7s, 7s}, {60s, 60s}, {4'000'000'000s, 60s}}));
    CHECK(usable_body({429, as_secret(""), asked}).error().retry_after == given);
}
