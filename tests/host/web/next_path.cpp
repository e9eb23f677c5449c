#include "web/next_path.hpp"

#include "support/catch.hpp"

#include <string>

using namespace host;

TEST_CASE("T07: a path of this host may follow a login", "[next_path]") {
    const auto path = GENERATE(as<std::string>{}, "/", "/me", "/me?tab=1", "/a/b.c", "/a%20b", "/me?to=https://x/",
                               "/me?a=//b", "/%2F%2Fevil", "/a;b=c", "/-_~!$&'()*+,=:@", "/%E5%90%8D");
    INFO(path);
    CHECK(is_own_path(path));
}

TEST_CASE("T07: everything that could lead elsewhere is refused", "[next_path]") {
    const auto path =
        GENERATE(as<std::string>{}, "", " ", "me", "//evil", "//evil.example/", "///evil", "////evil", "/\\evil",
                 "\\/evil", "\\\\evil", "/a\\b", "/a//b", "/.//evil", "/..//evil", "/a/..//evil", "https://evil",
                 "https:evil", "https:/evil", "http://127.0.0.1/", "HTTPS://evil", "javascript:alert(1)",
                 "JavaScript:alert(1)", "data:text/html,x", "vbscript:x", "file:///etc", "mailto:a@b", "@evil",
                 "user@evil", ".evil", "..", "./me", "?next=//evil", "#x", "/me#x", " /me", "/me ", "/a b", "\t/me",
                 "/\t/evil", "/\n/evil", "/\r\nSet-Cookie: a=b", "\n//evil", "/me\r\n", "/\x01", "/\x7f", "/名",
                 "\xE3\x80\x82"
                 "evil",
                 "/\xE3\x80\x82", "/\xC2\xA0", "/<script>", "/\"", "/%", "/%2", "/%zz", "/^", "/`", "/{x}", "/|",
                 "https://id@evil/", "https:\\\\evil", "//evil%2f..", "//[::1]/", "//127.1", "//0x7f.1");
    INFO(path);
    CHECK_FALSE(is_own_path(path));
}

TEST_CASE("T07: a path is at most 512 bytes, and no NUL hides its end", "[next_path]") {
    CHECK(is_own_path("/" + std::string(511, 'a')));
    CHECK_FALSE(is_own_path("/" + std::string(512, 'a')));
    CHECK_FALSE(is_own_path({"/\0/evil", 7}));
}
