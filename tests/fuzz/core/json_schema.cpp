#include "core/json_schema.hpp"

#include "core/strict_json.hpp"
#include "fuzz/core/log_text.hpp"
#include "fuzz/target.hpp"

#include <boost/json/parse.hpp>

using namespace wecom;
using fuzz::holds;

namespace {

// Every keyword that a configuration is checked by, and little to look for.
const boost::json::value& schema_of_everything() {
    static const auto schema = boost::json::parse(R"json({"type": "object", "required": ["a"], "properties": {
        "a": {"type": ["string", "integer"], "title": "A", "x-i18n": {"zh-CN": {"title": "甲"}}, "minimum": 1, "maximum": 9},
        "b": {"type": "string", "minLength": 2, "maxLength": 5, "pattern": "^[a-z]+$", "description": "B."},
        "c": {"type": "string", "enum": ["x", "y"]},
        "d": {"type": "array", "minItems": 1, "uniqueItems": true, "items": {"type": "string", "format": "uri"}},
        "e": {"type": "boolean"},
        "f": {"type": "object", "additionalProperties": {"type": "integer"}}},
        "additionalProperties": false,
        "allOf": [{"if": {"properties": {"c": {"enum": ["y"]}}, "required": ["c"]}, "then": {"required": ["b"]}}]})json");
    return schema;
}

// RFC 6901.
bool is_pointer(std::string_view text) {
    if (!text.empty() && text.front() != '/') return false;
    for (std::size_t i = 0; i < text.size(); ++i)
        if (text[i] == '~' && (i + 1 == text.size() || (text[i + 1] != '0' && text[i + 1] != '1'))) return false;
    return true;
}

}  // namespace

FUZZ_TARGET(json_schema) {
    const auto value = parse_strict_json(input);
    if (!value) return;
    const auto issues = schema_issues(schema_of_everything(), *value, language::zh);
    holds(issues.size() == schema_issues(schema_of_everything(), *value, language::en).size(),
          "both languages find the same");
    for (const auto& issue : issues) {
        holds(is_pointer(issue.pointer) && is_fit_for_a_log(issue.pointer), "an issue names a place");
        holds(is_fit_for_a_log(issue.text) && !issue.text.empty(), "an issue is told in one line");
    }
    holds(!issues.empty() || (value->is_object() && value->get_object().contains("a")),
          "what is required is there if nothing is wrong");
}
