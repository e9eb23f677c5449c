#include "core/query_string.hpp"

#include "support/catch.hpp"
#include "support/outcome.hpp"

using namespace wecom;

namespace {

const std::string good_code = "CcGz-Wm0k9Qx_L5vT2nA8sYb7RpE3uJhFdKo1MiZ4wX";

}  // namespace

TEST_CASE("parse_callback_query reads what WeCom sends", "[query_string]") {
    const auto query = parse_callback_query("code=" + good_code + "&state=abcXYZ019&appid=ww1a2b3c4d5e6f7a8b");
    REQUIRE(query);
    CHECK(query->code == good_code);
    CHECK(query->state == "abcXYZ019");
    CHECK(query->appid == "ww1a2b3c4d5e6f7a8b");
}

TEST_CASE("parse_callback_query passes over the parameters of others", "[query_string]") {
    const auto query = parse_callback_query("&&next=%2F&next=%2F&utm=%00%FF+&=&x&state=abc&Code=1&code=c&");
    REQUIRE(query);
    CHECK(query->code == "c");
    CHECK(query->state == "abc");
    CHECK(query->appid == "");
}

TEST_CASE("a refusal is a query without a code", "[query_string]") {
    for (const auto* text : {"state=abc", "state=abc&code=", "state=abc&code"}) {
        const auto query = parse_callback_query(text);
        REQUIRE(query);
        CHECK(query->code == "");
        CHECK(query->state == "abc");
    }
}

TEST_CASE("a parameter that comes twice is refused", "[query_string][T10][T11]") {
    for (const auto* text : {"code=a&code=b", "code=a&code=a", "code=&code=a", "code&code", "state=a&code=c&state=b",
                             "appid=a&appid=b", "code=a&%63ode=b", "code=a&c%6Fde=b", "code=a&%63%6f%64%65=b"}) {
        INFO(text);
        CHECK(outcome(parse_callback_query(text)) == "malformed");
    }
}

TEST_CASE("a semicolon separates nothing", "[query_string][T11]") {
    const auto query = parse_callback_query("code=a;code=b&state=s");
    REQUIRE(query);
    CHECK(query->code == "a;code=b");
    CHECK(outcome(parse_callback_query("code=c&state=a;state=b")) == "malformed");
}

TEST_CASE("a code may have reserved characters, which are encoded on their way out", "[query_string][T12]") {
    const auto query = parse_callback_query("code=c-x%26access_token%3Devil&state=s");
    REQUIRE(query);
    CHECK(query->code == "c-x&access_token=evil");
}

TEST_CASE("a parameter with a character it cannot have is refused", "[query_string][T12][T27]") {
    for (const auto* text : {"code=a%00",
                             "code=a%20b",
                             "code=a+b",
                             "code=a%0D%0AX:y",
                             "code=a%7F",
                             "code=%E7%A9%BA",
                             "code=a\r\n",
                             "code=a b",
                             "code=\x80",
                             "state=a-b",
                             "state=a_b",
                             "state=a%26",
                             "state=web_login%40x",
                             "state=%00",
                             "state=a.b",
                             "appid=a%0A",
                             "appid=%20",
                             "code=%",
                             "code=%4",
                             "code=%zz",
                             "x=%",
                             "%=x",
                             "code=c&y=%g0"}) {
        INFO(text);
        CHECK(outcome(parse_callback_query(text)) == "malformed");
    }
    using namespace std::string_view_literals;
    CHECK(outcome(parse_callback_query("code=a\0b"sv)) == "malformed");
}

TEST_CASE("a parameter has a greatest length, counted after decoding", "[query_string][T12]") {
    const auto of = [](const char* name, std::size_t size) {
        return outcome(parse_callback_query(name + std::string(size, 'a')));
    };
    CHECK(of("code=", 512) == "ok");
    CHECK(of("code=", 513) == "malformed");
    CHECK(of("state=", 128) == "ok");
    CHECK(of("state=", 129) == "malformed");
    CHECK(of("appid=", 64) == "ok");
    CHECK(of("appid=", 65) == "malformed");

    std::string encoded;
    for (int i = 0; i < 512; ++i)
        encoded += "%61";
    CHECK(outcome(parse_callback_query("code=" + encoded)) == "ok");
}

TEST_CASE("a query has a greatest length and number of parameters", "[query_string]") {
    CHECK(outcome(parse_callback_query("x=" + std::string(16382, 'a'))) == "ok");
    CHECK(outcome(parse_callback_query("x=" + std::string(16383, 'a'))) == "malformed");

    std::string parameters;
    for (int i = 0; i < 64; ++i)
        parameters += "x&";
    CHECK(outcome(parse_callback_query(parameters)) == "ok");
    CHECK(outcome(parse_callback_query(parameters + "x")) == "malformed");
}

TEST_CASE("a refused query is not repeated in the error", "[query_string][T13]") {
    const auto refused = parse_callback_query("code=" + good_code + "&code=" + good_code);
    CHECK(refused.error().detail == "callback: code comes twice");
}
