#include "core/no_proxy.hpp"

#include "support/catch.hpp"

using namespace wecom;

TEST_CASE("a rule names a host, an ending, an address or a range", "[no_proxy]") {
    const struct {
        const char *rule, *host;
        bool direct;
    } table[] = {
        {"wecom.example", "wecom.example", true},
        {"WeCom.Example", "wecom.example", true},
        {"wecom.example", "a.wecom.example", false},
        {"wecom.example", "notwecom.example", false},
        {".example", "wecom.example", true},
        {".example", "a.b.example", true},
        {".example", "example", false},
        {".example", "notexample", false},
        {"10.1.2.3", "10.1.2.3", true},
        {"10.1.2.3", "10.1.2.4", false},
        {"10.0.0.0/8", "10.255.0.1", true},
        {"10.0.0.0/8", "11.0.0.1", false},
        {"10.0.0.0/8", "wecom.example", false},
        {"0.0.0.0/0", "192.0.2.1", true},
        {"0.0.0.0/0", "2001:db8::1", false},
        {"2001:db8::/33", "2001:db8:7fff::1", true},
        {"2001:db8::/33", "2001:db8:8000::1", false},
        {"::1", "0:0:0:0:0:0:0:1", true},
    };
    for (const auto& row : table) {
        INFO(row.rule << " " << row.host);
        CHECK(is_no_proxy_rule(row.rule));
        CHECK(goes_direct(row.host, {"other.example", row.rule}) == row.direct);
    }
    CHECK(!goes_direct("wecom.example", {}));
}

TEST_CASE("what could not match anything is no rule", "[no_proxy]") {
    for (const auto* text :
         {"", ".", "*", "*.example", "a b", "wecom.example:443", "http://wecom.example", "10.0.0.0/33", "10.0.0.0/",
          "10.0.0.0/-1", "10.0.0.0/8x", "::1/129", "wecom.example/8", "[::1]"}) {
        INFO(text);
        CHECK(!is_no_proxy_rule(text));
    }
}
