#include "api/json_text.hpp"

#include "support/catch.hpp"

#include <boost/json/parse.hpp>

using host::to_json_text;
namespace json = boost::json;

TEST_CASE("JSON text has a blank after ',' and ':', and members keep their order", "[api]") {
    const auto value = json::parse(R"({"b":[1,true,null,{}],"a":{"x":"y","z":[]}})");
    CHECK(to_json_text(value) == R"({"b": [1, true, null, {}], "a": {"x": "y", "z": []}})");
}

TEST_CASE("JSON text is ASCII whatever is in it", "[api]") {
    CHECK(to_json_text("企业") == R"("\u4f01\u4e1a")");
    CHECK(to_json_text("\xF0\x9F\x98\x80") == R"("\ud83d\ude00")");
    CHECK(to_json_text("\" \\ / \n\r\t\b\f \x01 \x7F") == R"("\" \\ / \n\r\t\b\f \u0001 \u007f")");
    CHECK(to_json_text(json::string{"a\0b", 3}) == R"("a\u0000b")");
}

TEST_CASE("bytes that are no UTF-8 are replaced, each by itself", "[api]") {
    const auto [bytes, text] = GENERATE(table<std::string, std::string>({
        {"\x80", R"("\ufffd")"},                                // nothing that it continues
        {"\xE4\xBC", R"("\ufffd\ufffd")"},                      // cut off
        {"\xE4x", R"("\ufffdx")"},                              // not continued
        {"\xC0\xAF", R"("\ufffd\ufffd")"},                      // '/' in a longer way
        {"\xED\xA0\x80", R"("\ufffd\ufffd\ufffd")"},            // half of a surrogate pair
        {"\xF4\x90\x80\x80", R"("\ufffd\ufffd\ufffd\ufffd")"},  // beyond the last character
        {"\xFF", R"("\ufffd")"},
        {"\xFC\x80\x80\x80", R"("\ufffd\ufffd\ufffd\ufffd")"},
    }));
    CHECK(to_json_text(json::string{bytes}) == text);
}
