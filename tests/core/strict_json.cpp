#include "core/strict_json.hpp"

#include "support/outcome.hpp"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

using namespace wecom;
using namespace std::string_literals;

namespace {

const std::string good_answer =
    R"({"userid":"zhangsan","name":"张三\u4e09\ud83d\ude00","department":[1,-2,3.5e2],"extattr":{"attrs":[]},"ok":true,)"
    R"("no":null,"errcode":0,"errmsg":"ok"})";

std::string nested(std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); }

// An array of n - 1 numbers: n values together.
std::string values(std::size_t n) {
    std::string out = "[0";
    for (std::size_t i = 2; i < n; ++i)
        out += ",0";
    return out + "]";
}

}  // namespace

TEST_CASE("a good answer is read as it was written", "[strict_json]") {
    const auto object = parse_strict_object(good_answer);
    REQUIRE(object);
    CHECK(object->at("name").as_string() == "张三三😀");
    CHECK(object->at("department").as_array().size() == 3);
    CHECK(object->at("errcode").as_int64() == 0);
    CHECK(outcome(parse_strict_json(" \r\n\t" + good_answer + " \r\n\t")) == "ok");
}

TEST_CASE("an answer that ends at any earlier byte is refused", "[strict_json][F56]") {
    for (std::size_t size = 0; size < good_answer.size(); ++size) {
        INFO(size);
        CHECK(outcome(parse_strict_json(std::string_view{good_answer}.substr(0, size))) == "json");
    }
    CHECK(outcome(parse_strict_json({})) == "json");
}

TEST_CASE("a key that comes twice is refused, however it is spelled", "[strict_json][F54]") {
    for (const auto* text :
         {R"({"userid":"a","userid":"b"})", R"({"a":1,"a":1})", R"({"userid":"a","user\u0069d":"b"})",
          R"({"\u0075serid":"a","b":{},"userid":"b"})", R"({"":1,"":2})", R"({"x":{"a":1,"b":2,"a":3}})",
          R"([{"a":1,"a":2}])", R"({"空":1,"\u7a7a":2})"}) {
        INFO(text);
        CHECK(outcome(parse_strict_json(text)) == "json");
    }
    CHECK(outcome(parse_strict_json(R"({"a":{"a":1},"b":{"a":1},"A":[{"a":1},{"a":1}]})")) == "ok");
}

TEST_CASE("text that is no JSON of UTF-8 is refused", "[strict_json][F39][F56]") {
    const std::string bad[] = {
        "",
        " ",
        "{",
        "}",
        "nul",
        "True",
        "{'a':1}",
        "{a:1}",
        "{\"a\":1,}",
        "[1,]",
        "[1 2]",
        "01",
        "+1",
        "1.",
        ".5",
        "NaN",
        "Infinity",
        "-",
        "-0",
        "// c\n1",
        "/* c */1",
        "<html></html>",
        // bytes after the value
        "{}x",
        "{}{}",
        "{}\0"s,
        "1 2",
        "{} //",
        // characters
        "\xEF\xBB\xBF{}",
        "\"\xFF\"",
        "\"\xC0\x80\"",
        "\"\xED\xA0\x80\"",
        "\"\xF4\x90\x80\x80\"",
        "\"\xC5\xBB\xB9\xE3\"",
        R"("\ud800")",
        R"("\udc00")",
        R"("\ud800A")",
        R"("\ud800\ud800")",
        R"("\u12")",
        R"("\x41")",
        // NUL and other control characters
        "\"a\0b\""s,
        R"("a\u0000b")",
        R"({"a\u0000b":1})",
        R"({"\u0000":1})",
        "\"a\nb\"",
        "\"a\tb\"",
    };
    for (const auto& text : bad) {
        INFO(text);
        CHECK(outcome(parse_strict_json(text)) == "json");
    }
}

TEST_CASE("a NUL is found wherever the parser hands a string over in parts", "[strict_json]") {
    for (const std::size_t before : {1, 100, 1000, 2000, 5000, 60'000}) {
        const auto text = "\"" + std::string(before, 'a') + R"(\n\u0000b")";
        CHECK(outcome(parse_strict_json(text)) == "json");
        CHECK(outcome(parse_strict_json("{" + text + ":1}")) == "json");
    }
}

TEST_CASE("16 levels are read and 17 refused", "[strict_json][T25][F55]") {
    CHECK(outcome(parse_strict_json(nested(16))) == "ok");
    for (const std::size_t depth : {17, 33, 100'000})
        CHECK(outcome(parse_strict_json(nested(depth))) == "json");
}

TEST_CASE("64 KiB of string or key are read and a byte more refused", "[strict_json][T25][F55]") {
    const auto fits = "\"" + std::string(65536, 'a') + "\"";
    const auto too_long = "\"" + std::string(65537, 'a') + "\"";
    CHECK(outcome(parse_strict_json(fits)) == "ok");
    CHECK(outcome(parse_strict_json("{" + fits + ":1}")) == "ok");
    CHECK(outcome(parse_strict_json(too_long)) == "json");
    CHECK(outcome(parse_strict_json("{" + too_long + ":1}")) == "json");
}

TEST_CASE("4,096 values are read and 4,097 refused", "[strict_json][T25][F55]") {
    CHECK(outcome(parse_strict_json(values(4096))) == "ok");
    CHECK(outcome(parse_strict_json(values(4097))) == "json");
    CHECK(outcome(parse_strict_json("[" + values(2048) + "," + values(2047) + "]")) == "ok");
    CHECK(outcome(parse_strict_json("[" + values(2048) + "," + values(2048) + "]")) == "json");
    CHECK(outcome(parse_strict_json(values(1'000'000))) == "json");
}

TEST_CASE("an object is asked for and nothing else will do", "[strict_json]") {
    for (const auto* text : {"[]", "\"text\"", "0", "true", "null"})
        CHECK(outcome(parse_strict_object(text)) == "json");
    CHECK(outcome(parse_strict_object("{}")) == "ok");
}

TEST_CASE("the error says where reading stopped, never what stood there", "[strict_json][T13]") {
    const auto refused = parse_strict_json(R"({"access_token":"canary",,)");
    CHECK(refused.error().detail == "not acceptable as JSON at byte 25");
}
