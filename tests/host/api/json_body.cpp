#include "api/json_body.hpp"

#include "support/catch.hpp"

using host::parse_json_body;

TEST_CASE("a body is one JSON object", "[api]") {
    const auto body = parse_json_body(R"( {"name": "企业微信", "config": {"a": [1, {"b": null}]}} )");
    REQUIRE(body);
    CHECK(body->at("name").as_string() == "企业微信");
    CHECK(body->at("config").as_object().size() == 1);
}

TEST_CASE("a body that two readers could read differently is none", "[api]") {
    const auto* const text =
        GENERATE("", "[]", "null", "\"x\"", "{", "{}{}", "{} x", R"({"a": 1, "a": 1})",
                 R"({"x": {"a": 1, "b": 2, "a": 3}})", R"({"a": 1, "\u0061": 2})", R"({"x": [{"a": 1, "a": 2}]})",
                 "{'a': 1}", R"({"a": 1,})", R"({"a": 1e400})", "{\"a\": \"\xFF\"}", "{/* */}");
    CAPTURE(text);
    CHECK_FALSE(parse_json_body(text));
}

TEST_CASE("a key may come again in another object", "[api]") {
    CHECK(parse_json_body(R"({"a": {"a": {"a": 1}}, "b": [{"a": 1}, {"a": 2}]})"));
}

TEST_CASE("a body has at most 16 levels", "[api]") {
    const auto nested = [](std::size_t levels) {
        return R"({"a":)" + std::string(levels - 1, '[') + std::string(levels - 1, ']') + "}";
    };
    CHECK(parse_json_body(nested(16)));
    CHECK_FALSE(parse_json_body(nested(17)));
    CHECK_FALSE(parse_json_body(nested(60000)));
}
