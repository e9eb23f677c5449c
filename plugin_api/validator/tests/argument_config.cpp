#include "validator/calls.hpp"
#include "validator/tests/argument.hpp"

#include <boost/json.hpp>

namespace json = boost::json;

namespace validator {
namespace {

bool is_of_type(const json::value& value, std::string_view type) {
    if (type == "string") return value.is_string();
    if (type == "integer" || type == "number") return value.is_number();
    if (type == "boolean") return value.is_bool();
    if (type == "array") return value.is_array();
    if (type == "object") return value.is_object();
    return type == "null" && value.is_null();
}

// Whether "type" of a schema, one word or several, lets a value through; a schema without one lets all through.
bool may_be(const json::value* types, const json::value& value) {
    if (!types) return true;
    if (types->is_string()) return is_of_type(value, types->get_string());
    for (const auto& one : types->as_array())
        if (is_of_type(value, one.as_string())) return true;
    return false;
}

// As a JSON pointer has it.
std::string escaped(std::string_view name) {
    std::string out;
    for (const char c : name)
        out += c == '~' ? "~0" : c == '/' ? "~1" : std::string(1, c);
    return out;
}

struct wrong_field {
    std::string pointer;
    json::object config;
};

// The good configuration with one property at a time of a type that it must not have, into depth as far as the good
// one goes.
void add_wrong_types(std::vector<wrong_field>& to, const json::object& schema, const json::object& good,
                     const std::string& pointer, const std::function<json::object(json::value)>& around) {
    const auto* const found = schema.if_contains("properties");
    const auto* const properties = found ? found->if_object() : nullptr;
    if (!properties) return;
    const json::value candidates[] = {json::object{{"x", 1}}, json::array{1}, true, "text", 4711, nullptr};
    for (const auto& [name, value_schema] : *properties) {
        const auto* const of = value_schema.if_object();
        if (!of) continue;
        const auto* const types = of->if_contains("type");
        const auto here = pointer + '/' + escaped(name);
        const auto with = [&, key = std::string{name}](json::value value) {
            auto changed = good;
            changed[key] = std::move(value);
            return around(std::move(changed));
        };
        for (const auto& value : candidates)
            if (!may_be(types, value)) to.push_back({here, with(value)});
        const auto* const inner = good.if_contains(name);
        if (inner && inner->is_object()) add_wrong_types(to, *of, inner->get_object(), here, with);
    }
}

struct config_trial {
    explicit config_trial(scene& in)
        : create{good_call(in, "create")}, check{in.of.extension<idp_config_check_v1>(IDP_CONFIG_CHECK_V1)} {}

    // What config-check says; nothing if the provider has none.
    std::optional<std::vector<std::string>> issues(const std::string& text) const {
        if (!check) return std::nullopt;
        idp::owned<idp_config_issues> found;
        auto err = idp::make_error();
        const auto config = idp::str(text), locale = idp::str("en");
        const auto status = check->check(&config, &locale, found.out(), &err);
        expect(status == IDP_OK, "idp.config-check/1 check answered " + name_of(status) +
                                     " to a configuration: whatever is wrong with it is an issue");
        std::vector<std::string> pointers;
        for (const auto& issue : idp::elements<idp_config_issue>(found->issues))
            pointers.emplace_back(idp::view(issue.pointer));
        return pointers;
    }

    void must_refuse(const std::string& text, const std::string& what, const std::string& field = {}) {
        auto* const slot = create.arguments[2].as<idp_instance*>();
        *slot = reinterpret_cast<idp_instance*>(slot);
        create.arguments[1].as<idp_create_request>()->config_json = idp::str(text);
        const auto said = create.run();
        expect(said.status == IDP_E_CONFIG,
               create.with(what) + " answered " + said.story() + " instead of IDP_E_CONFIG");
        expect(*slot == nullptr, create.with(what) + " left *out as it was instead of null");
        const std::string_view detail{said.error.detail};
        expect(detail.empty() || detail.find(field) != detail.npos,
               create.with(what) + " does not name \"" + field + "\" in detail: \"" + said.error.detail + '"');
        const auto known = issues(text);
        expect(!known || !known->empty(),
               "idp.config-check/1 finds nothing wrong with " + what + ", which create refuses");
        expect(!known || field.empty() || std::find(known->begin(), known->end(), field) != known->end(),
               "idp.config-check/1 has no issue with the pointer \"" + field + "\" for " + what);
    }

    call create;
    const idp_config_check_v1* check;
};

void refuse_no_object(config_trial& with, const std::string& good) {
    for (const std::string text :
         {"", " ", "null", "true", "4711", "\"text\"", "[]", "{", "{]", "}", "{\"a\":}", "\xef\xbb\xbf", "nul"})
        with.must_refuse(text, "the configuration " + text);
    with.must_refuse(good + "x", "a configuration with a letter behind it");
    with.must_refuse(good + good, "two configurations");
    with.must_refuse(good.substr(0, good.size() - 1), "a configuration that was cut");
    with.must_refuse("[" + good + "]", "a configuration inside of an array");
    for (const char* const open : {"[", "{\"a\":"}) {
        std::string deep;
        while (deep.size() < 600'000)
            deep += open;
        with.must_refuse(deep, "a configuration of very many brackets");
    }
}

void refuse_unknown_and_missing(config_trial& with, const json::object& schema, const json::object& good) {
    const auto* const more = schema.if_contains("additionalProperties");
    if (more && more->is_bool() && !more->get_bool()) {
        auto changed = good;
        changed["no_such_setting"] = 1;
        with.must_refuse(json::serialize(changed), "an unknown member of the configuration");
    }
    const auto* const required = schema.if_contains("required");
    if (!required) return;
    for (const auto& name : required->as_array()) {
        auto changed = good;
        changed.erase(name.as_string());
        with.must_refuse(json::serialize(changed), "a configuration without " + std::string{name.as_string()});
    }
}

}  // namespace

void bad_config(trial& t) {
    scene in{t};
    config_trial with{in};
    const auto text = in.config_json();
    const auto good = json::parse(text).as_object();
    const auto schema = json::parse(t.table().descriptor->config_schema).as_object();
    const auto known = with.issues(text);
    expect(!known || known->empty(), "idp.config-check/1 finds an issue with the configuration that create accepts");
    refuse_no_object(with, text);
    refuse_unknown_and_missing(with, schema, good);
    std::vector<wrong_field> wrong;
    add_wrong_types(wrong, schema, good, "", [](json::value whole) { return std::move(whole.as_object()); });
    for (const auto& [pointer, config] : wrong)
        with.must_refuse(json::serialize(config), pointer + " of a wrong type", pointer);
}

}  // namespace validator
