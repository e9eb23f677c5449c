#include "core/proxy.hpp"

#include "support/outcome.hpp"

#include <string>

using namespace wecom;

namespace {

// As "protocol host port user password".
std::string story(std::string_view url) {
    const auto proxy = parse_proxy(url);
    if (!proxy) return "";
    return std::string{proxy->speaks == proxy_server::protocol::http ? "http" : "socks5"} + " " + proxy->host + " " +
           proxy->port + " " + std::string{proxy->user.reveal()} + " " + std::string{proxy->password.reveal()};
}

}  // namespace

TEST_CASE("a proxy is a protocol, a place and perhaps a login", "[proxy]") {
    CHECK(story("http://proxy.example:3128") == "http proxy.example 3128  ");
    CHECK(story("socks5://Proxy.Example:1080") == "socks5 proxy.example 1080  ");
    CHECK(story("http://10.0.0.1:80") == "http 10.0.0.1 80  ");
    CHECK(story("http://[2001:db8::1]:8080") == "http 2001:db8::1 8080  ");
    CHECK(story("http://user:pass@p.example:1") == "http p.example 1 user pass");
    CHECK(story("socks5://d%6fmain%5Cuser:p%40s%3As%2F+@p.example:1") == "socks5 p.example 1 domain\\user p@s:s/+");
    CHECK(story("http://user:a@b:c@p.example:1") == "http p.example 1 user a@b:c");
}

TEST_CASE("anything else is no proxy", "[proxy]") {
    const std::string longest(255, 'x');
    CHECK(story("http://" + longest + ":" + longest + "@p.example:1") != "");
    for (const std::string text : {"",
                                   "http",
                                   "socks5:",
                                   "proxy.example:3128",
                                   "https://p.example:1",
                                   "socks4://p.example:1",
                                   "socks5h://p.example:1",
                                   "HTTP://p.example:1",
                                   "http://p.example",
                                   "http://:1",
                                   "http://p.example:0",
                                   "http://p.example:65536",
                                   "http://p.example:1/",
                                   "http://p.example:1/path",
                                   "http://p.example:1?q",
                                   "http://p.example:1#f",
                                   "http://user@p.example:1",
                                   "http://:pass@p.example:1",
                                   "http://user:@p.example:1",
                                   "http://p.example :1",
                                   "http://us%3Aer:pass@p.example:1",
                                   "http://us%0Aer:pass@p.example:1",
                                   "http://user:pa%00ss@p.example:1",
                                   "http://user:pa%ss@p.example:1",
                                   "http://user:pass@",
                                   "http://[::1:1",
                                   "http://::1:1"}) {
        INFO(text);
        CHECK(story(text) == "");
    }
    CHECK(story("http://" + longest + "x:p@p.example:1") == "");
}

TEST_CASE("what is said about a proxy shows its place, not its login", "[proxy][T13]") {
    const auto proxy = parse_proxy("http://canary-user:canary-password@p.example:3128").value();
    const auto why = proxy_error(proxy, "is tired");
    CHECK(facts(why.code).reason == "connect");
    CHECK(why.detail == "the proxy p.example:3128 is tired");
}
