#include "core/http_connect.hpp"

#include "support/outcome.hpp"

#include <string>

using namespace wecom;

namespace {

const auto open_proxy = parse_proxy("http://p.example:3128").value();
const auto closed_proxy = parse_proxy("http://Aladdin:open%20sesame@p.example:3128").value();
const auto target = parse_web_url("https://qyapi.weixin.qq.com").value();

// "more", "ok", or what the operator reads.
std::string verdict(const std::string& received, const proxy_server& proxy = open_proxy) {
    const auto answer = parse_connect_answer(received, proxy, target);
    if (!answer) return "more";
    if (*answer) return "ok";
    CHECK(outcome(*answer) == "connect");
    const auto& text = answer->error().detail;
    CHECK(text.starts_with("the proxy p.example:3128 "));
    CHECK(text.find("sesame") == text.npos);
    return text;
}

bool contains(const std::string& text, std::string_view part) { return text.find(part) != text.npos; }

}  // namespace

TEST_CASE("a proxy is asked for host and port, with the login that it wants", "[http_connect]") {
    const std::string plain = "CONNECT qyapi.weixin.qq.com:443 HTTP/1.1\r\nHost: qyapi.weixin.qq.com:443\r\n";
    CHECK(make_connect_request(open_proxy, target).reveal() == plain + "\r\n");
    // The example of RFC 7617.
    CHECK(make_connect_request(closed_proxy, target).reveal() ==
          plain + "Proxy-Authorization: Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==\r\n\r\n");
    const auto v6 = make_connect_request(open_proxy, parse_web_url("https://[2001:db8::1]:8443/x").value());
    CHECK(v6.reveal().starts_with("CONNECT [2001:db8::1]:8443 HTTP/1.1\r\n"));
}

TEST_CASE("F93: a way is open when the header of a 2xx has come whole, byte by byte or at once",
          "[http_connect][F93]") {
    for (const std::string good : {"HTTP/1.1 200 Connection established\r\n\r\n", "HTTP/1.0 200\r\n\r\n",
                                   "HTTP/1.1 204 No\r\nContent-Length: 5\r\nVia: x\r\n\r\n"}) {
        INFO(good);
        for (std::size_t size = 0; size < good.size(); ++size)
            CHECK(verdict(good.substr(0, size)) == "more");
        CHECK(verdict(good) == "ok");
        CHECK(contains(verdict(good + "x"), "data of its own"));
    }
}

TEST_CASE("F93: a refusal of the proxy tells the operator what to do", "[http_connect][F93]") {
    const std::string denied = "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic\r\n\r\n<html>";
    CHECK(contains(verdict(denied), "add them to /network/proxy"));
    CHECK(contains(verdict(denied, closed_proxy), "correct them in /network/proxy"));
    CHECK(contains(verdict("HTTP/1.1 403 Forbidden\r\n\r\n"), "connect to qyapi.weixin.qq.com:443 (HTTP 403)"));
    for (const auto* status : {"502", "503", "504"})
        CHECK(contains(verdict("HTTP/1.1 " + std::string{status} + " x\r\n\r\n"),
                       "cannot reach qyapi.weixin.qq.com:443"));
    for (const auto* status : {"100", "301", "400", "404", "500"})
        CHECK(contains(verdict("HTTP/1.1 " + std::string{status} + " x\r\n\r\n"), "opens no way"));
}

TEST_CASE("F93: what is no answer of an HTTP proxy is refused at once", "[http_connect][F93]") {
    for (const std::string bad : {"SSH-2.0-x", "\x15\x03\x01", "HTTP/2 200", "http/1.1 200", "<html>", "\r\n"})
        CHECK(contains(verdict(bad), "does not speak HTTP"));
    for (const std::string bad : {"HTTP/1.1 20\r\n\r\n", "HTTP/1.1 2000 OK\r\n\r\n", "HTTP/1.1  200\r\n\r\n",
                                  "HTTP/1.1 +20 OK\r\n\r\n", "HTTP/1.x 200 OK\r\n\r\n"})
        CHECK(contains(verdict(bad), "malformed"));

    const std::string begins = "HTTP/1.1 200 OK\r\nX: ";
    CHECK(verdict(begins + std::string(16 * 1024 - begins.size(), 'x')) == "more");
    CHECK(contains(verdict(begins + std::string(16 * 1024 - begins.size() + 1, 'x')), "16 KiB"));
    CHECK(contains(verdict(begins + std::string(16 * 1024, 'x') + "\r\n\r\n"), "16 KiB"));
}
