#include "public_url.hpp"

#include "support/catch.hpp"

using namespace host;

TEST_CASE("a public URL is an http or https origin, in one spelling", "[public_url]") {
    struct row {
        std::string given, origin;
        bool https;
    };
    const auto [given, origin, https] = GENERATE(values<row>({
        {"https://id.example.com", "https://id.example.com", true},
        {"https://id.example.com/", "https://id.example.com", true},
        {"https://ID.example.com:443", "https://id.example.com", true},
        {"https://id.example.com:8443", "https://id.example.com:8443", true},
        {"http://localhost:8080", "http://localhost:8080", false},
        {"http://127.0.0.1:80/", "http://127.0.0.1", false},
        {"http://[::1]:8080", "http://[::1]:8080", false},
    }));
    const auto parsed = parse_public_url(given);
    REQUIRE(parsed);
    CHECK(parsed->origin == origin);
    CHECK(parsed->https == https);
}

TEST_CASE("what is more or less than an origin is no public URL", "[public_url]") {
    const auto given =
        GENERATE(as<std::string>{}, "", "id.example.com", "ftp://id.example.com", "https://", "https:///x",
                 "https://id.example.com/path", "https://id.example.com?x", "https://id.example.com#x",
                 "https://user@id.example.com", "https://id.example.com:0", "https://id example.com");
    INFO(given);
    CHECK_FALSE(parse_public_url(given));
}
