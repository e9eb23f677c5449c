#include "validator/config_schema.hpp"

#include "support/catch.hpp"

using namespace validator;

namespace {

using list = std::vector<std::string>;

std::string object_with(const std::string& property) {
    return R"({"type": "object", "properties": {"p": )" + property + "}}";
}

list faults_of(const std::string& property) { return review_of(object_with(property)).faults; }
list oddities_of(const std::string& property) { return review_of(object_with(property)).oddities; }

// The issues of {"p": value}.
list issues(const std::string& property, const std::string& value) {
    return config_issues(object_with(property), R"({"p": )" + value + "}");
}

}  // namespace

TEST_CASE("a config schema is an object of JSON Schema 2020-12", "[config_schema]") {
    CHECK(review_of("[").faults == list{"it is not a JSON object"});
    CHECK(review_of("{}").faults == list{"/type is not \"object\", and a configuration is one"});
    CHECK(review_of(R"({"type": "object", "$schema": "http://json-schema.org/draft-07/schema#"})").faults ==
          list{"/$schema is not https://json-schema.org/draft/2020-12/schema"});
    CHECK(faults_of(R"({"type": "string", "title": "P", "x-order": 1})").empty());
}

TEST_CASE("a keyword with a value that it cannot have is a fault, an unknown one an oddity", "[config_schema]") {
    for (const auto* bad : {R"({"type": "text"})", R"({"minLength": -1})", R"({"required": [1]})", R"({"enum": 1})",
                            R"({"properties": {"q": 1}})", R"({"allOf": [1]})", R"({"writeOnly": "yes"})"})
        CHECK(faults_of(bad).size() == 1);
    CHECK(oddities_of(R"({"anyOf": [{}]})") == list{"forms of hosts do not know the keyword /properties/p/anyOf"});
}

TEST_CASE("a default keeps the schema's own rules", "[config_schema]") {
    CHECK(faults_of(R"({"type": "integer", "minimum": 1, "default": 0})") ==
          list{"/properties/p/default is a value that the schema itself refuses (the whole: minimum)"});
    CHECK(oddities_of(R"({"type": "string", "examples": [1]})").size() == 1);
    CHECK(faults_of(R"({"type": ["string", "integer"], "default": 1})").empty());
}

TEST_CASE("each keyword accepts and refuses as JSON Schema says", "[config_schema]") {
    const struct {
        const char *property, *good, *bad, *keyword;
    } table[] = {
        {R"({"type": "string"})", R"("")", "1", "type"},
        {R"({"type": ["null", "number"]})", "1.5", "true", "type"},
        {R"({"type": "integer"})", "1", "1.5", "type"},
        {R"({"enum": ["a"]})", R"("a")", R"("b")", "enum"},
        {R"({"const": 1})", "1", "2", "const"},
        {R"({"maxLength": 2})", R"("企业")", R"("企业微")", "maxLength"},
        {R"({"pattern": "^a"})", R"("ab")", R"("ba")", "pattern"},
        {R"({"maximum": 2})", "2", "3", "maximum"},
        {R"({"maxItems": 1})", "[1]", "[1, 2]", "maxItems"},
        {R"({"uniqueItems": true})", "[1, 2]", "[1, 1]", "uniqueItems"},
        {R"({"anyOf": [{"type": "string"}, {"minimum": 5}]})", "6", "4", "anyOf"},
        {R"({"oneOf": [{"minimum": 1}, {"minimum": 5}]})", "2", "6", "oneOf"},
        {R"({"not": {"type": "null"}})", "1", "null", "not"},
    };
    for (const auto& row : table) {
        INFO(row.property);
        CHECK(issues(row.property, row.good) == list{});
        CHECK(issues(row.property, row.bad) == list{"/p: " + std::string{row.keyword}});
    }
}

TEST_CASE("rules reach into members, entries, conditions and definitions", "[config_schema]") {
    CHECK(issues(R"({"required": ["a"], "properties": {"b": {}}, "additionalProperties": false})", R"({"c": 1})") ==
          list{"/p/c: false", "/p/a: required"});
    CHECK(issues(R"({"items": {"type": "string"}})", R"(["a", 1])") == list{"/p/1: type"});
    CHECK(issues(R"({"if": {"type": "string"}, "then": {"minLength": 1}, "else": {"minimum": 1}})", "0") ==
          list{"/p: minimum"});
    CHECK(config_issues(R"({"$defs": {"n": {"type": "null"}}, "properties": {"p": {"$ref": "#/$defs/n"}}})",
                        R"({"p": 1})") == list{"/p: type"});
}
