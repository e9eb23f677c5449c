#include "trusted_domain.hpp"

#include "support/catch.hpp"

using namespace simulator;

TEST_CASE("a redirect_uri is trusted by the official table", "[trusted_domain]") {
    struct row {
        const char* configured;
        const char* redirect_uri;
        bool trusted;
    };
    auto given = GENERATE(values<row>({
        {"mail.qq.com:8080", "http://mail.qq.com:8080/a", true},
        {"email.qq.com", "http://mail.qq.com:8080/a", false},
        {"support.mail.qq.com", "http://mail.qq.com:8080/a", false},
        {"*.qq.com", "http://mail.qq.com:8080/a", false},
        {"mail.qq.com", "http://mail.qq.com:8080/a", false},
        {"http://mail.qq.com:8080", "http://mail.qq.com:8080/a", false},
        {"mail.qq.com", "https://mail.qq.com/a", true},
        {"mail.qq.com", "http://mail.qq.com/b", true},
        {"mail.qq.com", "https://exmail.qq.com/a", false},
    }));
    CAPTURE(given.configured, given.redirect_uri);
    CHECK(is_trusted({given.configured}, given.redirect_uri) == given.trusted);
}

TEST_CASE("a default port equals no port and the host ignores case", "[trusted_domain]") {
    CHECK(is_trusted({"mail.qq.com"}, "https://mail.qq.com:443/a"));
    CHECK(is_trusted({"mail.qq.com"}, "http://MAIL.qq.com:80"));
    CHECK(is_trusted({"mail.qq.com:443"}, "https://mail.qq.com/a"));
    CHECK_FALSE(is_trusted({"mail.qq.com"}, "https://mail.qq.com:80/a"));
    CHECK_FALSE(is_trusted({"mail.qq.com:443"}, "http://mail.qq.com/a"));
}

TEST_CASE("a redirect_uri that disguises its host is not trusted", "[trusted_domain]") {
    auto disguised = GENERATE("https://mail.qq.com@evil.example/", "https://evil.example/mail.qq.com",
                              "https://evil.example\\@mail.qq.com/", "https://user@mail.qq.com/", "//mail.qq.com/a",
                              "javascript://mail.qq.com/%0aalert(1)", "https://mail.qq.com.evil.example/",
                              "https://mail.qq.com%2eevil.example/", "mail.qq.com", "");
    CAPTURE(disguised);
    CHECK_FALSE(is_trusted({"mail.qq.com"}, disguised));
}

TEST_CASE("an entry that WeCom's console refuses is objected to", "[trusted_domain]") {
    CHECK_THAT(objection_to_domain("https://mail.qq.com"), Catch::Matchers::ContainsSubstring("neither scheme"));
    CHECK_THAT(objection_to_domain("mail.qq.com/a"), Catch::Matchers::ContainsSubstring("neither scheme nor path"));
    CHECK_THAT(objection_to_domain("*.qq.com"), Catch::Matchers::ContainsSubstring("wildcards"));
    CHECK_THAT(objection_to_domain("my_app.qq.com"), Catch::Matchers::ContainsSubstring("underscores"));
    CHECK_THAT(objection_to_domain("192.0.2.1:80"), Catch::Matchers::ContainsSubstring("IP address"));
    CHECK_FALSE(objection_to_domain("").empty());
}

TEST_CASE("a domain with or without a port, and loopback, is a good entry", "[trusted_domain]") {
    for (auto entry : {"mail.qq.com", "mail.qq.com:8080", "localhost:8080", "127.0.0.1:8080"}) {
        CAPTURE(entry);
        CHECK(objection_to_domain(entry).empty());
    }
}
