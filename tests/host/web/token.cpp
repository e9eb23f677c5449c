#include "web/token.hpp"

#include "support/catch.hpp"

using namespace host;

TEST_CASE("a token is base64url without padding", "[token]") {
    CHECK(to_token("").empty());
    CHECK(to_token("f") == "Zg");
    CHECK(to_token("fo") == "Zm8");
    CHECK(to_token("foo") == "Zm9v");
    CHECK(to_token("\xFB\xFF\xFE") == "-__-");
    CHECK(to_token(std::string(32, 'x')).size() == 43);
}

TEST_CASE("a fingerprint is SHA-256", "[token]") {
    CHECK(fingerprint("abc").substr(0, 4) == "\xBA\x78\x16\xBF");
    CHECK(fingerprint("abc").size() == 32);
}

TEST_CASE("tokens are the same only byte by byte", "[token]") {
    CHECK(same_token("abc", "abc"));
    CHECK_FALSE(same_token("abc", "abd"));
    CHECK_FALSE(same_token("abc", "ab"));
    CHECK_FALSE(same_token("", "a"));
}
