// The running program with a certificate: what every page says to browsers, and what becomes of plain HTTP.
#include "line.hpp"
#include "running_service.hpp"
#include "support/catch.hpp"

#include <boost/algorithm/string/predicate.hpp>

using namespace host;
using boost::algorithm::contains;

namespace {

// Every path that answers GET, and one that does not exist.
std::vector<std::string> all_paths(const running_service& of) {
    std::vector<std::string> out{
        "/",           "/login",           "/me",           "/healthz",      "/metrics", "/site.css",
        "/icons/test", "/icons/test/scan", "/icons/nobody", "/verify_1.txt", "/nope"};
    for (auto& path : out)
        path = of.url(path);
    out.push_back(of.provider_url("/login"));
    out.push_back(of.provider_url("/callback"));
    out.push_back(of.provider_url("/callback?state=s1"));
    return out;
}

std::string policy_of(const page& from) { return std::string{from.header("Content-Security-Policy")}; }

}  // namespace

TEST_CASE("T30: every page and file on https says what browsers must not do with it", "[serve]") {
    const tls_identity identity;
    const auto host = running_service::secure(identity);
    for (const auto& url : all_paths(host)) {
        const auto page = host.person().get(url);
        INFO(url << " " << page.status);
        const bool is_file = page.header("Cache-Control") == "public, max-age=300";
        CHECK(policy_of(page).starts_with("default-src 'none'; "));
        CHECK(contains(policy_of(page), "frame-ancestors 'none'"));
        CHECK_FALSE(contains(policy_of(page), "unsafe"));
        CHECK(contains(policy_of(page), is_file ? "; sandbox;" : "; base-uri 'none'"));
        CHECK(page.header("X-Content-Type-Options") == "nosniff");
        CHECK(page.header("Referrer-Policy") == "no-referrer");
        CHECK(page.header("Cross-Origin-Resource-Policy") == "same-origin");
        CHECK(page.header("Strict-Transport-Security") == "max-age=31536000");
        if (is_file) continue;
        CHECK(page.header("Cache-Control") == "no-store");
        CHECK(page.header("Cross-Origin-Opener-Policy") == "same-origin");
    }
}

TEST_CASE("T32: every cookie of a login on https is tied to this host", "[serve]") {
    const tls_identity identity;
    const auto host = running_service::secure(identity);
    auto person = host.person();
    const auto begun = person.get(host.provider_url("/login"));
    const auto ended = person.get(begun.location());
    CHECK(person.get(ended.location()).status == 200);
    int cookies = 0;
    for (const auto& page : {begun, ended})
        for (const auto& [name, value] : page.headers) {
            if (name != "Set-Cookie") continue;
            INFO(value.substr(0, value.find('=')));
            CHECK(value.starts_with("__Host-"));
            for (const auto* flag : {"; Path=/", "; Secure", "; HttpOnly", "; SameSite=Lax"})
                CHECK(contains(value, flag));
            CHECK_FALSE(contains(value, "Domain"));
            ++cookies;
        }
    CHECK(cookies == 4);  // what forms show, the transaction and its end, the session
}

TEST_CASE("whoever comes without TLS is sent to https, wherever the request points", "[serve]") {
    const tls_identity identity;
    auto host = running_service::secure(identity);
    const auto say = [&](const std::string& request) {
        line plain{host.address()};
        plain.send(request + "\r\nConnection: close\r\n\r\n");
        return plain.read_to_end();
    };
    const auto origin = "https://" + host.address();
    const auto page = say("GET /login?mode=scan HTTP/1.1\r\nHost: evil.example");
    CHECK(status_line(page) == "HTTP/1.1 308 Permanent Redirect");
    CHECK(contains(page, "\r\nLocation: " + origin + "/login?mode=scan\r\n"));
    CHECK_FALSE(contains(page, "Strict-Transport-Security"));
    CHECK(contains(say("GET http://evil.example/me HTTP/1.1\r\nHost: evil.example"),
                   "\r\nLocation: " + origin + "/me\r\n"));
    CHECK(contains(say("GET //evil.example HTTP/1.1\r\nHost: a"), "\r\nLocation: " + origin + "//evil.example\r\n"));
    CHECK(contains(say("POST /logout HTTP/1.1\r\nHost: a\r\nContent-Length: 0"),
                   "\r\nLocation: " + origin + "/logout\r\n"));
}

TEST_CASE("a certificate needs a public URL that is https", "[serve]") {
    const tls_identity identity;
    made_up_world world;
    temporary_folder folder;
    std::ostringstream lines;
    event_log log{lines, log_level::info, world.outside().now};
    const auto serve = [&](const std::string& public_url) {
        const service host{{.plugin_dir = "/",
                            .listen = "127.0.0.1:0",
                            .public_url = public_url,
                            .data = (folder.path() / "host.db").string(),
                            .tls = identity.files()},
                           world.outside(),
                           log};
        return host.ready_line();
    };
    CHECK(contains(serve(""), "\"public_url\":\"https://127.0.0.1:"));
    CHECK(contains(serve("https://id.example.com"), "\"public_url\":\"https://id.example.com\""));
    CHECK_THROWS_WITH(serve("http://id.example.com"),
                      "--public-url: http://id.example.com has to be https, as the TLS files say");
}

TEST_CASE("what the host counts can be read on this machine", "[serve]") {
    const tls_identity identity;
    const auto host = running_service::secure(identity, R"({"resolve": -7})");
    auto person = host.person();
    CHECK(person.follow(host.provider_url("/login")).status == 403);
    const auto numbers = person.get(host.url("/metrics"));
    CHECK(numbers.header("Content-Type") == "text/plain; version=0.0.4; charset=utf-8");
    CHECK(contains(numbers.body, "\nidp_host_logins_total{provider=\"test\",verdict=\"refused\"} 1\n"));
    CHECK(contains(numbers.body, "\nidp_host_login_seconds_count{provider=\"test\"} 1\n"));
    CHECK(contains(numbers.body, "\nidp_host_http_requests_total{class=\"3xx\"} 1\n"));
    CHECK(contains(numbers.body, "\nidp_host_http_requests_total{class=\"4xx\"} 1\n"));
    CHECK_FALSE(contains(numbers.body, "idp_host_open_connections 0\n"));
}
