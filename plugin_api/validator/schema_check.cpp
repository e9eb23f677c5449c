#include "validator/schema_check.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <algorithm>
#include <regex>

namespace validator {
namespace {

namespace json = boost::json;

constexpr int deepest = 64;  // a $ref may lead back to itself

bool has_type(const json::value& value, std::string_view type) {
    if (type == "object") return value.is_object();
    if (type == "array") return value.is_array();
    if (type == "string") return value.is_string();
    if (type == "boolean") return value.is_bool();
    if (type == "null") return value.is_null();
    if (type == "number") return value.is_number();
    return type == "integer" && (value.is_int64() || value.is_uint64());
}

std::string_view view(const json::string& text) { return {text.data(), text.size()}; }

bool contains(const json::array& values, const json::value& wanted) {
    return std::find(values.begin(), values.end(), wanted) != values.end();
}

double number(const json::value& of) { return of.is_number() ? of.to_number<double>() : 0; }

double characters(const json::string& text) {
    return static_cast<double>(
        std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

bool matches(const json::string& text, const json::string& pattern) {
    try {
        return std::regex_search(text.begin(), text.end(), std::regex{pattern.c_str()});
    } catch (const std::regex_error&) {
        return true;
    }
}

class check {
public:
    explicit check(const json::value& root) : root_{root} {}

    void value(const json::value& schema, const json::value& v, const std::string& place, int depth = 0) {
        if (schema.is_bool() && !schema.get_bool()) return report(place, "false");
        if (!schema.is_object() || depth > deepest) return;
        const auto& rules = schema.get_object();
        const auto* types = rules.if_contains("type");
        if (types && !is_one_of(*types, v)) return report(place, "type");
        const auto* allowed = rules.if_contains("enum");
        if (allowed && allowed->is_array() && !contains(allowed->get_array(), v)) report(place, "enum");
        if (const auto* only = rules.if_contains("const"); only && *only != v) report(place, "const");
        if (v.is_string()) string(rules, v.get_string(), place);
        if (v.is_number()) bounds(rules, number(v), place, "minimum", "maximum");
        if (v.is_array()) array(rules, v.get_array(), place, depth);
        if (v.is_object()) object(rules, v.get_object(), place, depth);
        combined(rules, v, place, depth);
    }

    std::vector<std::string> take() { return std::move(issues_); }

private:
    static bool is_one_of(const json::value& types, const json::value& v) {
        if (types.is_string()) return has_type(v, view(types.get_string()));
        return !types.is_array() || std::any_of(types.get_array().begin(), types.get_array().end(), [&](auto& type) {
            return type.is_string() && has_type(v, view(type.get_string()));
        });
    }

    void bounds(const json::object& rules, double size, const std::string& place, const char* least, const char* most) {
        if (const auto* min = rules.if_contains(least); min && size < number(*min)) report(place, least);
        if (const auto* max = rules.if_contains(most); max && size > number(*max)) report(place, most);
    }

    void string(const json::object& rules, const json::string& text, const std::string& place) {
        bounds(rules, characters(text), place, "minLength", "maxLength");
        const auto* pattern = rules.if_contains("pattern");
        if (pattern && pattern->is_string() && !matches(text, pattern->get_string())) report(place, "pattern");
    }

    void array(const json::object& rules, const json::array& values, const std::string& place, int depth) {
        bounds(rules, static_cast<double>(values.size()), place, "minItems", "maxItems");
        const auto* unique = rules.if_contains("uniqueItems");
        if (unique && unique->is_bool() && unique->get_bool())
            for (auto each = values.begin(); each != values.end(); ++each)
                if (std::find(values.begin(), each, *each) != each) report(place, "uniqueItems");
        if (const auto* items = rules.if_contains("items"))
            for (std::size_t i = 0; i < values.size(); ++i)
                value(*items, values[i], place + "/" + std::to_string(i), depth + 1);
    }

    void object(const json::object& rules, const json::object& members, const std::string& place, int depth) {
        const auto* properties = rules.if_contains("properties");
        const auto* others = rules.if_contains("additionalProperties");
        for (const auto& [key, v] : members) {
            const auto* property =
                properties && properties->is_object() ? properties->get_object().if_contains(key) : nullptr;
            if (const auto* schema = property ? property : others)
                value(*schema, v, place + "/" + std::string{key.data(), key.size()}, depth + 1);
        }
        const auto* required = rules.if_contains("required");
        if (required && required->is_array())
            for (const auto& name : required->get_array())
                if (name.is_string() && !members.contains(name.get_string()))
                    report(place + "/" + std::string{view(name.get_string())}, "required");
    }

    bool holds(const json::value& schema, const json::value& v, int depth) const {
        check other{root_};
        other.value(schema, v, "", depth + 1);
        return other.issues_.empty();
    }

    void combined(const json::object& rules, const json::value& v, const std::string& place, int depth) {
        if (const auto* all = rules.if_contains("allOf"); all && all->is_array())
            for (const auto& each : all->get_array())
                value(each, v, place, depth + 1);
        for (const char* keyword : {"anyOf", "oneOf"})
            if (const auto* some = rules.if_contains(keyword); some && some->is_array()) {
                const auto& list = some->get_array();
                const auto count =
                    std::count_if(list.begin(), list.end(), [&](auto& each) { return holds(each, v, depth); });
                if (count == 0 || (count > 1 && keyword[0] == 'o')) report(place, keyword);
            }
        if (const auto* no = rules.if_contains("not"); no && holds(*no, v, depth)) report(place, "not");
        if (const auto* condition = rules.if_contains("if"))
            if (const auto* rule = rules.if_contains(holds(*condition, v, depth) ? "then" : "else"))
                value(*rule, v, place, depth + 1);
        if (const auto* elsewhere = rules.if_contains("$ref"); elsewhere && elsewhere->is_string())
            if (const auto* schema = referred(view(elsewhere->get_string()))) value(*schema, v, place, depth + 1);
    }

    const json::value* referred(std::string_view reference) const {
        if (!reference.starts_with('#')) return nullptr;
        json::error_code failure;
        return root_.find_pointer({reference.data() + 1, reference.size() - 1}, failure);
    }

    void report(const std::string& place, const char* keyword) {
        issues_.push_back((place.empty() ? "the whole" : place) + ": " + keyword);
    }

    const json::value& root_;
    std::vector<std::string> issues_;
};

}  // namespace

std::vector<std::string> schema_issues(const json::value& schema, const json::value& value) {
    check all{schema};
    all.value(schema, value, "");
    return all.take();
}

}  // namespace validator
