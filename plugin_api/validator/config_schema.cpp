#include "validator/config_schema.hpp"

#include "validator/schema_check.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>

#include <algorithm>

namespace validator {
namespace {

namespace json = boost::json;

bool is_type(const json::value& v) {
    constexpr std::string_view types[] = {"null", "boolean", "object", "array", "number", "string", "integer"};
    return v.is_string() &&
           std::find(std::begin(types), std::end(types),
                     std::string_view{v.get_string().data(), v.get_string().size()}) != std::end(types);
}
template <bool (*Each)(const json::value&)>
bool is_list_of(const json::value& v) {
    return v.is_array() && std::all_of(v.get_array().begin(), v.get_array().end(), Each);
}
bool is_text(const json::value& v) { return v.is_string(); }
bool is_flag(const json::value& v) { return v.is_bool(); }
bool is_number(const json::value& v) { return v.is_number(); }
bool is_count(const json::value& v) { return v.is_uint64() || (v.is_int64() && v.get_int64() >= 0); }
bool is_list(const json::value& v) { return v.is_array(); }
bool is_anything(const json::value&) { return true; }
bool is_schema(const json::value& v) { return v.is_object() || v.is_bool(); }
bool is_types(const json::value& v) { return is_type(v) || is_list_of<is_type>(v); }
bool is_map(const json::value& v) {
    return v.is_object() && std::all_of(v.get_object().begin(), v.get_object().end(),
                                        [](const auto& member) { return is_schema(member.value()); });
}

// What forms know: others are JSON Schema too, but a person who fills the form in would not see them.
constexpr struct keyword {
    std::string_view name;
    bool (*is_right)(const json::value&);
} known[] = {
    {"$schema", is_text},
    {"type", is_types},
    {"enum", is_list},
    {"minLength", is_count},
    {"maxLength", is_count},
    {"pattern", is_text},
    {"format", is_text},
    {"minimum", is_number},
    {"maximum", is_number},
    {"items", is_schema},
    {"minItems", is_count},
    {"maxItems", is_count},
    {"uniqueItems", is_flag},
    {"properties", is_map},
    {"required", is_list_of<is_text>},
    {"allOf", is_list_of<is_schema>},
    {"if", is_schema},
    {"then", is_schema},
    {"additionalProperties", is_schema},
    {"title", is_text},
    {"description", is_text},
    {"default", is_anything},
    {"examples", is_list},
    {"readOnly", is_flag},
    {"writeOnly", is_flag},
};

class review {
public:
    void look_at(const json::value& schema, const std::string& place) {
        if (!schema.is_object()) return;
        const auto& rules = schema.get_object();
        for (const auto& [key, value] : rules)
            keyword_at({key.data(), key.size()}, value, place);
        if (!said_.faults.empty()) return;  // the rest would only repeat it
        annotations_of(schema, place);
        if (const auto* properties = rules.if_contains("properties"))
            for (const auto& [key, property] : properties->get_object())
                look_at(property, place + "/properties/" + std::string{key.data(), key.size()});
        for (const char* name : {"items", "additionalProperties", "if", "then"})
            if (const auto* inner = rules.if_contains(name)) look_at(*inner, place + "/" + name);
        if (const auto* all = rules.if_contains("allOf"))
            for (std::size_t i = 0; i < all->get_array().size(); ++i)
                look_at(all->get_array()[i], place + "/allOf/" + std::to_string(i));
    }

    void fault(std::string text) { said_.faults.push_back(std::move(text)); }
    void oddity(std::string text) { said_.oddities.push_back(std::move(text)); }
    schema_review take() { return std::move(said_); }

private:
    void keyword_at(std::string_view name, const json::value& value, const std::string& place) {
        if (name.starts_with("x-")) return;
        const auto row = std::find_if(std::begin(known), std::end(known), [&](auto& k) { return k.name == name; });
        const auto where = place + "/" + std::string{name};
        if (row == std::end(known))
            oddity("forms of hosts do not know the keyword " + where);
        else if (!row->is_right(value))
            fault(where + " is not what JSON Schema 2020-12 wants there");
    }

    void annotations_of(const json::value& schema, const std::string& place) {
        const auto& rules = schema.get_object();
        if (const auto* standard = rules.if_contains("default"))
            for (const auto& issue : schema_issues(schema, *standard))
                fault(place + "/default is a value that the schema itself refuses (" + issue + ")");
        if (const auto* examples = rules.if_contains("examples"))
            for (const auto& example : examples->get_array())
                for (const auto& issue : schema_issues(schema, example))
                    oddity(place + "/examples has a value that the schema itself refuses (" + issue + ")");
    }

    schema_review said_;
};

}  // namespace

schema_review review_of(const std::string& config_schema) {
    review out;
    json::error_code failure;
    const auto schema = json::parse(config_schema, failure);
    if (failure || !schema.is_object()) {
        out.fault("it is not a JSON object");
        return out.take();
    }
    const auto& rules = schema.get_object();
    const auto* dialect = rules.if_contains("$schema");
    if (dialect && *dialect != "https://json-schema.org/draft/2020-12/schema")
        out.fault("/$schema is not https://json-schema.org/draft/2020-12/schema");
    const auto* type = rules.if_contains("type");
    if (!type || *type != "object") out.fault("/type is not \"object\", and a configuration is one");
    out.look_at(schema, "");
    return out.take();
}

std::vector<std::string> config_issues(const std::string& config_schema, const std::string& config_json) {
    return schema_issues(json::parse(config_schema), json::parse(config_json));
}

}  // namespace validator
