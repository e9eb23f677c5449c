#include "core/web_url.hpp"

#include "support/catch.hpp"

#include <algorithm>

using namespace wecom;

TEST_CASE("parse_web_url takes an address apart", "[web_url]") {
    const struct {
        const char* text;
        const char *origin, *host, *port, *path, *query;
    } table[] = {
        {"https://qyapi.weixin.qq.com", "https://qyapi.weixin.qq.com", "qyapi.weixin.qq.com", "443", "", ""},
        {"HTTPS://QYAPI.Weixin.qq.com/", "https://qyapi.weixin.qq.com", "qyapi.weixin.qq.com", "443", "", ""},
        {"http://intranet", "http://intranet", "intranet", "80", "", ""},
        {"https://a.example:443/p", "https://a.example", "a.example", "443", "/p", ""},
        {"http://a.example:443", "http://a.example:443", "a.example", "443", "", ""},
        {"https://a.example:08443/x/y/", "https://a.example:8443", "a.example", "8443", "/x/y", ""},
        {"https://a.example//", "https://a.example", "a.example", "443", "", ""},
        {"https://a.example:65535", "https://a.example:65535", "a.example", "65535", "", ""},
        {"https://127.0.0.1:1/", "https://127.0.0.1:1", "127.0.0.1", "1", "", ""},
        {"https://[::1]", "https://[::1]", "::1", "443", "", ""},
        {"https://[2001:DB8::1.2.3.4]:8443/p", "https://[2001:db8::1.2.3.4]:8443", "2001:db8::1.2.3.4", "8443", "/p",
         ""},
        {"https://a.example?a=b&c", "https://a.example", "a.example", "443", "", "a=b&c"},
        {"https://a.example/p%20q/?a=/?x", "https://a.example", "a.example", "443", "/p%20q", "a=/?x"},
    };
    for (const auto& row : table) {
        INFO(row.text);
        const auto url = parse_web_url(row.text);
        REQUIRE(url);
        CHECK(url->origin() == row.origin);
        CHECK(url->host == row.host);
        CHECK(url->port == row.port);
        CHECK(url->path == row.path);
        CHECK(url->query == row.query);
    }
}

TEST_CASE("parse_web_url refuses what two readers could read differently", "[web_url][T22]") {
    const std::string_view bad[] = {
        "",
        "https://",
        "https:///p",
        "https:",
        "//a.example",
        "a.example",
        "/p",
        "https:a.example",
        "https:/a.example",
        "ftp://a.example",
        "javascript://a.example",
        "file:///etc/passwd",
        "httpss://a.example",
        " https://a.example",
        // credentials and fragments
        "https://u@a.example",
        "https://u:p@a.example",
        "https://@a.example",
        "https://a.example@evil.example",
        "https://a.example#f",
        "https://a.example/#",
        "https://a.example/p?q#f",
        // backslashes, blanks, control characters, characters outside of ASCII
        "https://a.example\\@evil.example",
        "https:\\\\a.example",
        "https://a.example/\\p",
        "https://a example",
        "https://a.example/p q",
        "https://a.example/p\r\nX: y",
        "https://a.example/\t",
        "https://a.example/\x7F",
        std::string_view{"https://a.example/\0", 19},
        "https://企业.example",
        "https://a.example/企业",
        // ports
        "https://a.example:",
        "https://a.example:0",
        "https://a.example:65536",
        "https://a.example:99999999999",
        "https://a.example:4 43",
        "https://a.example:+443",
        "https://a.example:-1",
        "https://a.example:0x1bb",
        "https://a.example:1:2",
        "https://:443",
        "https://[::1]:",
        "https://[::1]:0",
        "https://[::1]8443",
        // hosts
        "https://.a.example",
        "https://a..example",
        "https://a%2eexample",
        "https://a,b",
        "https://a*b",
        "https://[]",
        "https://[::1",
        "https://[:]",
        "https://[1::2::3]",
        "https://[fe80::1%25eth0]",
        "https://[fe80::1%eth0]",
        "https://::1",
        "https://[1234]",
        "https://[fe80::1%25eth0]",
        "https://[v1.x]",
        "https://[a.example]",
    };
    for (const auto text : bad) {
        INFO(text);
        CHECK(!parse_web_url(text));
    }
    CHECK(parse_web_url("https://" + std::string(253, 'a')));
    CHECK(!parse_web_url("https://" + std::string(254, 'a')));
}

TEST_CASE("the origin of an accepted address has no character that needs encoding", "[web_url]") {
    const auto plain = [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
               std::string_view{"-._:/[]"}.find(c) != std::string::npos;
    };
    const std::string patterns[] = {"https://?.example", "https://a?b", "https://a:?", "https://a:8?",
                                    "https://[?:1]",     "https://a?",  "?ttps://a"};
    int accepted = 0;
    for (const auto& pattern : patterns)
        for (int byte = 0; byte < 256; ++byte) {
            auto text = pattern;
            text[text.find('?')] = static_cast<char>(byte);
            const auto url = parse_web_url(text);
            if (!url) continue;
            ++accepted;
            const auto origin = url->origin();
            INFO(text);
            CHECK(std::all_of(origin.begin(), origin.end(), plain));
        }
    CHECK(accepted > 200);
}
