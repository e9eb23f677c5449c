#include "web/schema_form/schema.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <array>
#include <stdexcept>
#include <utility>

namespace host {
namespace {

namespace json = boost::json;

constexpr std::size_t largest_schema = 256 * 1024, most_fields = 300;
constexpr int deepest_group = 4;

// Becomes the answer of parse_config_schema.
struct schema_error : std::runtime_error {
    using std::runtime_error::runtime_error;
};

const json::value* member(const json::object& of, std::string_view name) { return of.if_contains(name); }

const json::object* object_in(const json::object& of, std::string_view name) {
    const auto* it = member(of, name);
    return it ? it->if_object() : nullptr;
}

std::string_view string_in(const json::object& of, std::string_view name) {
    const auto* it = member(of, name);
    const auto* text = it ? it->if_string() : nullptr;
    return text ? std::string_view{*text} : std::string_view{};
}

bool flag_in(const json::object& of, std::string_view name) {
    const auto* it = member(of, name);
    return it && it->is_bool() && it->get_bool();
}

std::optional<std::int64_t> integer_in(const json::object& of, std::string_view name) {
    const auto* it = member(of, name);
    return it && it->is_int64() ? std::optional{it->get_int64()} : std::nullopt;
}

// The strings of an array; empty, if there is anything else in it.
std::vector<std::string> strings_in(const json::object& of, std::string_view name) {
    std::vector<std::string> out;
    const auto* it = member(of, name);
    const auto* list = it ? it->if_array() : nullptr;
    if (!list || !std::all_of(list->begin(), list->end(), [](const auto& one) { return one.is_string(); })) return out;
    for (const auto& one : *list)
        out.emplace_back(std::string_view{one.get_string()});
    return out;
}

std::string_view translated(const json::object& of, std::string_view name, language in) {
    const auto* all = object_in(of, "x-i18n");
    const auto* mine = all ? object_in(*all, language_tag(in)) : nullptr;
    const auto said = mine ? string_in(*mine, name) : std::string_view{};
    return said.empty() ? string_in(of, name) : said;
}

std::string escaped(std::string_view key) {
    std::string out;
    for (const char c : key)
        out += c == '~' ? "~0" : c == '/' ? "~1" : std::string{c};
    return out;
}

bool has_type(const json::object& of, std::string_view name) {
    const auto several = strings_in(of, "type");
    return string_in(of, "type") == name || std::find(several.begin(), several.end(), name) != several.end();
}

field_kind kind_of_array(const json::object& of) {
    const auto* items = object_in(of, "items");
    if (!items || !has_type(*items, "string")) return field_kind::json;
    return strings_in(*items, "enum").empty() ? field_kind::lines : field_kind::choices;
}

field_kind kind_of(const json::object& of) {
    const bool is_text = has_type(of, "string");
    if (flag_in(of, "writeOnly") || string_in(of, "format") == "password") {
        if (!is_text) throw schema_error{"only a string can be writeOnly or a password"};
        return field_kind::secret;
    }
    if (is_text) return strings_in(of, "enum").empty() ? field_kind::text : field_kind::choice;
    if (has_type(of, "boolean")) return field_kind::toggle;
    if (has_type(of, "integer")) return field_kind::number;
    if (has_type(of, "array")) return kind_of_array(of);
    return object_in(of, "properties") ? field_kind::group : field_kind::json;
}

std::string example_of(const json::object& of) {
    const auto* it = member(of, "examples");
    const auto* list = it ? it->if_array() : nullptr;
    if (!list || list->empty()) return {};
    const auto& first = list->front();
    return first.is_string() ? std::string{first.get_string()} : json::serialize(first);
}

// The media types that a pattern allows behind "data:".
std::vector<std::string> image_types_of(std::string_view pattern) {
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 5> known{
        {{"png", "png"}, {"svg\\+xml", "svg+xml"}, {"jpeg", "jpeg"}, {"gif", "gif"}, {"webp", "webp"}}};
    std::vector<std::string> out;
    const auto begin = pattern.find("data:image/");
    if (begin == pattern.npos) return out;
    for (const auto& [written, type] : known)
        if (pattern.find(written, begin) != pattern.npos) out.push_back("image/" + std::string{type});
    return out;
}

// What the fields of a group have from it.
struct surroundings {
    std::string pointer;
    bool read_only = false, operator_only = false;
    int depth = 0;
};

class reader {
public:
    explicit reader(language in) : in_{in} {}

    std::vector<schema_field> fields_of(const json::object& group, const surroundings& around) {
        if (around.depth > deepest_group) throw schema_error{"there are more than 4 groups inside each other"};
        std::vector<std::pair<std::int64_t, schema_field>> ordered;
        const auto required = strings_in(group, "required");
        if (const auto* properties = object_in(group, "properties"))
            for (const auto& [key, value] : *properties) {
                if (value == false) continue;  // a key that may not be there
                static const json::object anything;
                const auto* of = value == true ? &anything : value.if_object();
                if (!of) throw schema_error{"a property is no object"};
                auto one = field_of(*of, key, around);
                one.required = std::find(required.begin(), required.end(), key) != required.end();
                ordered.emplace_back(integer_in(*of, "x-order").value_or(INT64_MAX), std::move(one));
            }
        std::stable_sort(ordered.begin(), ordered.end(),
                         [](const auto& a, const auto& b) { return a.first < b.first; });
        std::vector<schema_field> out;
        for (auto& [order, field] : ordered)
            out.push_back(std::move(field));
        add_conditions(out, group, around.pointer);
        return out;
    }

private:
    schema_field field_of(const json::object& of, std::string_view key, const surroundings& around) {
        if (++count_ > most_fields) throw schema_error{"there are more than 300 fields"};
        schema_field out;
        out.pointer = around.pointer + "/" + escaped(key);
        out.title = translated(of, "title", in_);
        if (out.title.empty()) out.title = key;
        out.help = translated(of, "description", in_);
        out.example = example_of(of);
        out.kind = kind_of(of);
        out.read_only = around.read_only || flag_in(of, "readOnly");
        out.operator_only = around.operator_only || flag_in(of, "x-operator");
        if (out.kind == field_kind::group)
            out.fields = fields_of(of, {out.pointer, out.read_only, out.operator_only, around.depth + 1});
        else
            read_value(of, out);
        return out;
    }

    static void read_value(const json::object& of, schema_field& to) {
        to.is_url = string_in(of, "format") == "uri";
        to.host_value = string_in(of, "x-value");
        if (const auto* it = member(of, "default"); it && to.kind != field_kind::secret) to.default_value = *it;
        to.options = strings_in(to.kind == field_kind::choices ? *object_in(of, "items") : of, "enum");
        to.image_types = image_types_of(string_in(of, "pattern"));
        to.minimum = integer_in(of, "minimum");
        to.maximum = integer_in(of, "maximum");
        if (const auto most = integer_in(of, "maxLength"); most && *most > 0)
            to.max_length = static_cast<std::size_t>(*most);
    }

    static void add_conditions(std::vector<schema_field>& to, const json::object& group, const std::string& pointer) {
        add_condition(to, group, pointer);
        const auto* it = member(group, "allOf");
        if (const auto* all = it ? it->if_array() : nullptr)
            for (const auto& one : *all)
                if (const auto* of = one.if_object()) add_condition(to, *of, pointer);
    }

    // {"if": {"properties": {"mode": {"enum": [...]}}}, "then": {"required": [...]}}
    static void add_condition(std::vector<schema_field>& to, const json::object& of, const std::string& pointer) {
        const auto *when = object_in(of, "if"), *then = object_in(of, "then");
        const auto* properties = when ? object_in(*when, "properties") : nullptr;
        if (!then || !properties || properties->size() != 1 || !properties->begin()->value().is_object()) return;
        const auto& tested = properties->begin()->value().get_object();
        field_condition condition{pointer + "/" + escaped(properties->begin()->key()), strings_in(tested, "enum")};
        if (const auto only = string_in(tested, "const"); !only.empty()) condition.values = {std::string{only}};
        if (condition.values.empty()) return;
        for (const auto& name : strings_in(*then, "required"))
            for (auto& field : to)
                if (field.pointer == pointer + "/" + escaped(name)) field.required_when.push_back(condition);
    }

    language in_;
    std::size_t count_ = 0;
};

}  // namespace

boost::system::result<config_schema, schema_problem> parse_config_schema(std::string_view text, language in) {
    if (text.size() > largest_schema) return schema_problem{"the schema has more than 256 KiB"};
    json::parse_options options;
    options.max_depth = 32;
    boost::system::error_code failed;
    const auto parsed = json::parse({text.data(), text.size()}, failed, {}, options);
    if (failed) return schema_problem{"the schema is no JSON: " + failed.message()};
    if (!parsed.is_object()) return schema_problem{"the schema is no object"};
    const auto& root = parsed.get_object();
    try {
        return config_schema{std::string{translated(root, "title", in)},
                             std::string{translated(root, "description", in)}, reader{in}.fields_of(root, {})};
    } catch (const schema_error& why) {
        return schema_problem{std::string{"the schema cannot be shown as a form: "} + why.what()};
    }
}

}  // namespace host
