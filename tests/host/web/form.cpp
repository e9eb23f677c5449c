#include "web/form.hpp"

#include "support/catch.hpp"

using namespace host;

TEST_CASE("a form is decoded once", "[form]") {
    const auto parsed = parse_form("a=1&b=x+y%26&%E5%90%8D=%E5%BC%A0&c=%2541&d=&e");
    REQUIRE(parsed);
    CHECK(value_of(*parsed, "a") == "1");
    CHECK(value_of(*parsed, "b") == "x y&");
    CHECK(value_of(*parsed, "名") == "张");
    CHECK(value_of(*parsed, "c") == "%41");
    CHECK(value_of(*parsed, "d").empty());
    CHECK(value_of(*parsed, "missing").empty());
}

TEST_CASE("a malformed form and one with a name twice are refused", "[form]") {
    const auto text = GENERATE(as<std::string>{}, "a=%", "a=%2", "a=%zz", "a=1&a=1", "a=1&%61=2", "a=<", "a=#", "a=\n",
                               "a=%FF", "%C0%80=1", "a=%ED%A0%80");
    INFO(text);
    CHECK_FALSE(parse_form(text));
}

TEST_CASE("a form ends where its bytes end", "[form]") {
    const std::string_view all = "a=1&b=2&c=3";
    CHECK(parse_form(all.substr(0, 6)) == form{{"a", "1"}, {"b", ""}});
}

TEST_CASE("an empty form is a form", "[form]") { CHECK(parse_form("")->empty()); }

TEST_CASE("an encoded value survives the way back", "[form]") {
    const std::string value = "/a b?c=d&e=%2F+张'\"";
    CHECK(value_of(*parse_form("v=" + encode_value(value)), "v") == value);
}
