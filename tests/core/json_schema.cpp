#include "core/json_schema.hpp"

#include "support/catch.hpp"

#include <boost/json/parse.hpp>

using namespace wecom;

namespace {

namespace json = boost::json;

// The issues as "pointer code", for a schema with the one property `p` that is given.
std::vector<std::string> issues(const std::string& property, const std::string& value) {
    const auto schema = json::parse(R"({"type":"object","properties":{"p":)" + property + "}}");
    std::vector<std::string> out;
    for (const auto& issue : schema_issues(schema, json::parse("{\"p\":" + value + "}"), language::en))
        out.push_back(issue.pointer + " " + issue.code);
    return out;
}

using list = std::vector<std::string>;

std::string text_of(const std::string& property, const std::string& value, language lang) {
    const auto schema = json::parse(R"({"type":"object","properties":{"p":)" + property + "}}");
    return schema_issues(schema, json::parse("{\"p\":" + value + "}"), lang).at(0).text;
}

}  // namespace

TEST_CASE("each keyword accepts and refuses as JSON Schema says", "[json_schema]") {
    const struct {
        const char *property, *good, *bad, *code;
    } table[] = {
        {R"({"type":"string"})", R"("")", "1", "type"},
        {R"({"type":"boolean"})", "false", R"("false")", "type"},
        {R"({"type":"integer"})", "18446744073709551615", "1.5", "type"},
        {R"({"type":"array","items":{}})", "[]", "{}", "type"},
        {R"({"type":"object","properties":{}})", "{}", "[]", "type"},
        {R"({"type":["string","integer"]})", "1", "true", "type"},
        {R"({"enum":["a","b"]})", R"("b")", R"("c")", "enum"},
        {R"({"minLength":2})", R"("ab")", R"("a")", "minLength"},
        {R"({"maxLength":2})", R"("ab")", R"("abc")", "maxLength"},
        {R"({"pattern":"^[a-z]+$"})", R"("ab")", R"("a1")", "pattern"},
        {R"({"pattern":"b"})", R"("abc")", R"("ac")", "pattern"},
        {R"({"pattern":"^[a-z]+$"})", R"("ab")", R"("ab\nX: y")", "pattern"},
        {R"({"format":"uri"})", R"("https://a.example")", R"("https://u@a.example")", "format"},
        {R"({"minimum":1})", "1", "0", "minimum"},
        {R"({"minimum":1})", "1.5", "-1", "minimum"},
        {R"({"maximum":10})", "10", "11", "maximum"},
        {R"({"maximum":10})", "-1", "18446744073709551615", "maximum"},
        {R"({"minItems":1,"items":{}})", "[0]", "[]", "minItems"},
        {R"({"uniqueItems":true,"items":{}})", "[1,2]", "[1,2,1]", "uniqueItems"},
    };
    for (const auto& row : table) {
        INFO(row.property);
        CHECK(issues(row.property, row.good) == list{});
        CHECK(issues(row.property, row.bad) == list{"/p " + std::string{row.code}});
    }
}

TEST_CASE("a blank at either end is refused before anything else", "[json_schema]") {
    for (const std::string bad :
         {" a", "a ", "\\ta", "a\\n", "a\\r\\n", "\\u00a0a", "a\\u00a0", "\\u3000a", "a\\u3000", " "})
        for (const auto* property :
             {R"({"type":"string"})", R"({"pattern":"^a$","maxLength":1})", R"({"enum":["a"]})"}) {
            INFO(bad << property);
            CHECK(issues(property, "\"" + bad + "\"") == list{"/p blank"});
        }
    CHECK(issues(R"({"type":"string"})", R"("a b\u3000c")") == list{});
}

TEST_CASE("an issue points into arrays and objects", "[json_schema]") {
    CHECK(issues(R"({"items":{"type":"integer"}})", R"([1,"2",3,null])") == list{"/p/1 type", "/p/3 type"});
    CHECK(issues(R"({"properties":{"a":{"properties":{"b":{"type":"string"}}}}})", R"({"a":{"b":1}})") ==
          list{"/p/a/b type"});
    CHECK(issues(R"({"properties":{"a":{},"b":{}},"required":["a","b"]})", R"({"b":1})") == list{"/p/a required"});
}

TEST_CASE("a key that is not in the schema is named as RFC 6901 writes it", "[json_schema]") {
    constexpr auto closed = R"({"properties":{},"additionalProperties":false})";
    CHECK(issues(closed, R"({"corp_id":1})") == list{"/p/corp_id additionalProperties"});
    CHECK(issues(closed, R"({"a/b~c":1})") == list{"/p/a~1b~0c additionalProperties"});
    CHECK(issues(closed, R"({"":1})") == list{"/p/ additionalProperties"});
    CHECK(issues(R"({"properties":{}})", R"({"x":1})") == list{});
}

TEST_CASE("members of any name can have a schema in common", "[json_schema]") {
    constexpr auto open = R"({"properties":{"a":{"type":"integer"}},"additionalProperties":{"type":"string"}})";
    CHECK(issues(open, R"({"a":1,"b":"x","c":"y"})") == list{});
    CHECK(issues(open, R"({"a":"x","b":1,"c/d":2})") == list{"/p/a type", "/p/b type", "/p/c~1d type"});
    CHECK(issues(R"({"additionalProperties":{"items":{"type":"string"}}})", R"({"b":["x",1]})") == list{"/p/b/1 type"});
}

TEST_CASE("a foreign key is shown on one line, cut at a character and without what may be a secret",
          "[json_schema][T13][T41]") {
    constexpr auto closed = R"({"properties":{},"additionalProperties":false})";
    CHECK(issues(closed, R"({"TheSecretOfYourAppHas43LettersDigits-and_-ab":"corpsecret"})") ==
          list{"/p/[...] additionalProperties"});
    CHECK(issues(closed, R"({"a\nb\u202e":1})") == list{R"(/p/a\x0Ab\xE2\x80\xAE additionalProperties)"});

    std::string long_key;
    for (int i = 0; i < 30; ++i)
        long_key += "空";
    CHECK(issues(closed, "{\"" + long_key + "\":1}") == list{"/p/" + long_key.substr(0, 63) + " additionalProperties"});
}

TEST_CASE("a rule asks for a member only if its condition holds", "[json_schema]") {
    const auto schema = json::parse(R"({"properties":{"mode":{},"scope":{},"agentid":{}},"allOf":[
        {"if":{"properties":{"mode":{"enum":["qr"]}},"required":["mode"]},"then":{"required":["agentid"]}},
        {"if":{"properties":{"scope":{"enum":["private"]}},"required":["scope"]},"then":{"required":["agentid"]}}]})");
    const std::pair<const char*, std::size_t> table[] = {
        {"{}", 0},
        {R"({"mode":"in_app"})", 0},
        {R"({"mode":"qr"})", 1},
        {R"({"scope":"private"})", 1},
        {R"({"mode":"qr","scope":"private"})", 1},
        {R"({"mode":"qr","scope":"private","agentid":1})", 0},
    };
    for (const auto& [value, count] : table) {
        INFO(value);
        CHECK(schema_issues(schema, json::parse(value), language::en).size() == count);
    }
}

TEST_CASE("a sentence has the title, the bound and the description, in both languages", "[json_schema]") {
    constexpr auto property = R"({"title":"Corp ID","description":"Under My Company.","minLength":4,
                                  "x-i18n":{"zh-CN":{"title":"企业 ID","description":"在“我的企业”页面。"}}})";
    CHECK(text_of(property, R"("ww")", language::en) ==
          "Corp ID is too short: at least 4 characters. Under My Company.");
    CHECK(text_of(property, R"("ww")", language::zh) == "“企业 ID”过短，至少 4 个字符。在“我的企业”页面。");
    CHECK(text_of(R"({"enum":["a","b"]})", R"("c")", language::en) == R"(/p must be one of ["a","b"].)");
}

TEST_CASE("an issue never shows the value", "[json_schema][T13]") {
    for (const auto* property : {R"({"type":"integer"})", R"({"enum":["a"]})", R"({"minLength":99})",
                                 R"({"maxLength":1})", R"({"pattern":"^$"})", R"({"format":"uri"})"})
        for (const auto lang : {language::en, language::zh})
            CHECK(text_of(property, R"("canary")", lang).find("canary") == std::string::npos);
}
