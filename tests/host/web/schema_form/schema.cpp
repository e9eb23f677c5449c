#include "web/schema_form/schema.hpp"

#include "support/catch.hpp"
#include "web/sample_schema.hpp"
#include "web/schema_form/field_value.hpp"

using namespace host;

namespace {

config_schema sample(language in = language::english) { return *parse_config_schema(sample_schema, in); }

const schema_field& field(const config_schema& in, std::string_view pointer) {
    const auto* it = find_field(in, pointer);
    INFO(pointer);
    REQUIRE(it);
    return *it;
}

std::string nested(int groups) {
    std::string out = R"({"type": "string"})";
    for (int i = 0; i < groups; ++i)
        out = R"({"type": "object", "properties": {"a": )" + out + "}}";
    return out;
}

}  // namespace

TEST_CASE("a schema's fields are in their order, with their words", "[schema]") {
    const auto schema = sample();
    REQUIRE(schema.fields.size() == 10);
    CHECK(schema.fields[0].pointer == "/corp");
    CHECK(schema.fields[0].title == "Corp ID");
    CHECK(schema.fields[0].help == "At the bottom of the page.");
    CHECK(schema.fields[0].example == "ww1");
    CHECK(schema.fields[0].max_length == 64);
    CHECK(schema.fields[1].pointer == "/secret");
    CHECK(schema.fields[2].pointer == "/mode");
}

TEST_CASE("a schema speaks Chinese where it can", "[schema]") {
    const auto schema = sample(language::chinese);
    CHECK(field(schema, "/corp").help == "在页面底部。");
    CHECK(field(schema, "/mode").title == "方式");
    CHECK(field(schema, "/secret").title == "Secret");
    CHECK(field(schema, "/file/body").title == "body");
}

TEST_CASE("each kind of value has its kind of field", "[schema]") {
    const auto schema = sample();
    const std::pair<const char*, field_kind> kinds[] = {
        {"/corp", field_kind::text},       {"/secret", field_kind::secret},     {"/mode", field_kind::choice},
        {"/agent", field_kind::text},      {"/wait", field_kind::number},       {"/accept", field_kind::choices},
        {"/file", field_kind::group},      {"/net/inside", field_kind::toggle}, {"/net/proxy", field_kind::secret},
        {"/net/hosts", field_kind::lines}, {"/net/pins", field_kind::json},     {"/net/base", field_kind::text},
    };
    for (const auto& [pointer, kind] : kinds)
        CHECK(field(schema, pointer).kind == kind);
    CHECK(field(schema, "/accept").options == std::vector<std::string>{"member", "linked"});
    CHECK(field(schema, "/wait").minimum == 500);
    CHECK(field(schema, "/wait").default_value == 8000);
    CHECK(field(schema, "/net/base").is_url);
    CHECK(field(schema, "/icon").image_types == std::vector<std::string>{"image/png", "image/svg+xml"});
}

TEST_CASE("what is in an operator's group is the operator's", "[schema]") {
    const auto schema = sample();
    CHECK(field(schema, "/net/base").operator_only);
    CHECK_FALSE(field(schema, "/corp").operator_only);
    CHECK(field(schema, "/callback").read_only);
    CHECK(field(schema, "/callback").host_value == "redirect_uri");
}

TEST_CASE("a field is required always or under a condition", "[schema]") {
    const auto schema = sample();
    CHECK(field(schema, "/corp").required);
    CHECK(field(schema, "/file/name").required);
    CHECK_FALSE(field(schema, "/agent").required);
    const auto& conditions = field(schema, "/agent").required_when;
    REQUIRE(conditions.size() == 1);
    CHECK(conditions[0].pointer == "/mode");
    CHECK(conditions[0].values == std::vector<std::string>{"qr", "legacy"});
}

TEST_CASE("a key with a slash or a tilde is escaped in its pointer", "[schema]") {
    const auto schema = parse_config_schema(R"({"properties": {"a/b~c": {"type": "string"}}})", language::english);
    REQUIRE(schema.has_value());
    CHECK(schema->fields[0].pointer == "/a~1b~0c");
    boost::json::object config;
    set_value(config, "/a~1b~0c", "x");
    CHECK(config == boost::json::object{{"a/b~c", "x"}});
    CHECK(*value_at(config, "/a~1b~0c") == "x");
}

TEST_CASE("a property that may be anything has a field, and one that may not be there has none", "[schema]") {
    const auto schema = parse_config_schema(R"({"properties": {"a": true, "b": false}})", language::english);
    REQUIRE(schema.has_value());
    REQUIRE(schema->fields.size() == 1);
    CHECK(schema->fields[0].pointer == "/a");
    CHECK(schema->fields[0].kind == field_kind::json);
}

TEST_CASE("a schema that cannot be a form is refused with a reason", "[schema]") {
    std::string many = R"({"properties": {)";
    for (int i = 0; i < 301; ++i)
        many += (i > 0 ? ",\"" : "\"") + std::to_string(i) + R"(": {"type": "string"})";
    const std::pair<std::string, std::string> refused[] = {
        {"", "no JSON"},
        {"[]", "no object"},
        {"{", "no JSON"},
        {std::string(40, '['), "no JSON"},
        {R"({"properties": {"a": 1}})", "no object"},
        {R"({"properties": {"a": {"type": "integer", "writeOnly": true}}})", "only a string"},
        {nested(6), "more than 4 groups"},
        {many + "}}", "more than 300"},
        {std::string(256 * 1024 + 1, ' '), "256 KiB"},
    };
    for (const auto& [text, reason] : refused) {
        const auto schema = parse_config_schema(text, language::english);
        REQUIRE_FALSE(schema.has_value());
        CHECK(schema.error().text.find(reason) != std::string::npos);
    }
    CHECK(parse_config_schema(nested(5), language::english).has_value());
}

TEST_CASE("what a schema says wrongly is left out and not believed", "[schema]") {
    const auto schema = parse_config_schema(
        R"({"required": "a", "allOf": [1, {"if": {"properties": {"a": true}}, "then": {"required": ["a"]}},
            {"if": {"properties": {"a": {"const": "1"}, "b": {"const": "2"}}}, "then": {"required": ["a"]}}],
            "properties": {"a": {"title": 1, "enum": [1, 2], "type": 5, "x-order": "first", "examples": {}},
                           "b": {"type": "array", "items": 3, "maxLength": -1, "x-i18n": []}}})",
        language::chinese);
    REQUIRE(schema.has_value());
    CHECK(schema->fields[0].title == "a");
    CHECK(schema->fields[0].kind == field_kind::json);
    CHECK_FALSE(schema->fields[0].required);
    CHECK(schema->fields[0].required_when.empty());
    CHECK(schema->fields[1].kind == field_kind::json);
}
