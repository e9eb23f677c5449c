#include "web/cookie.hpp"

#include "support/catch.hpp"

using namespace host;

TEST_CASE("a Cookie header is read in its order, and what is no pair is left out", "[cookie]") {
    struct row {
        std::string header;
        std::vector<cookie> cookies;
    };
    const auto [header, cookies] = GENERATE(values<row>({
        {"", {}},
        {"a=1", {{"a", "1"}}},
        {"a=1; b=2", {{"a", "1"}, {"b", "2"}}},
        {"a=1;b=2;", {{"a", "1"}, {"b", "2"}}},
        {" a=1 ;\tb=2", {{"a", "1"}, {"b", "2"}}},
        {"a=", {{"a", ""}}},
        {"a=b=c", {{"a", "b=c"}}},
        {"x; =y; ; a=1", {{"a", "1"}}},
        {"a=1; a=2", {{"a", "1"}, {"a", "2"}}},
    }));
    INFO(header);
    CHECK(parse_cookies(header) == cookies);
}

TEST_CASE("T32: cookies are HttpOnly, Lax and for the whole site, and Secure on https", "[cookie]") {
    CHECK(session_cookie({"s", "1"}, false) == "s=1; Path=/; HttpOnly; SameSite=Lax");
    CHECK(session_cookie({"s", "1"}, true) == "s=1; Path=/; HttpOnly; SameSite=Lax; Secure");
    CHECK(lasting_cookie({"s", "1"}, std::chrono::seconds{600}, true) ==
          "s=1; Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=600");
    CHECK(deleted_cookie("s", false) == "s=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0");
}

TEST_CASE("T32: a cookie is tied to this host where browsers allow it", "[cookie]") {
    CHECK(host_cookie_name("s", true) == "__Host-s");
    CHECK(host_cookie_name("s", false) == "s");
}
