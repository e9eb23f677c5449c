#include "web/schema_form/field_value.hpp"

#include <boost/json/serialize.hpp>

#include <algorithm>

namespace host {
namespace {

namespace json = boost::json;

// The next key of a pointer, unescaped; the pointer loses it.
std::string take_key(std::string_view& pointer) {
    pointer.remove_prefix(1);
    const auto part = pointer.substr(0, pointer.find('/'));
    pointer.remove_prefix(part.size());
    std::string key;
    for (std::size_t i = 0; i < part.size(); ++i)
        if (part[i] == '~' && i + 1 < part.size())
            key += part[++i] == '1' ? '/' : '~';
        else
            key += part[i];
    return key;
}

const json::value* stored_or_default(const json::object& config, const schema_field& of) {
    const auto* stored = value_at(config, of.pointer);
    return stored ? stored : of.default_value.is_null() ? nullptr : &of.default_value;
}

const schema_field* find_among(const std::vector<schema_field>& fields, std::string_view pointer) {
    for (const auto& field : fields) {
        if (field.pointer == pointer) return &field;
        if (const auto* inner = find_among(field.fields, pointer)) return inner;
    }
    return nullptr;
}

}  // namespace

const json::value* value_at(const json::object& config, std::string_view pointer) {
    const json::object* inside = &config;
    const json::value* found = nullptr;
    while (!pointer.empty()) {
        if (!inside) return nullptr;
        found = inside->if_contains(take_key(pointer));
        if (!found) return nullptr;
        inside = found->if_object();
    }
    return found;
}

void set_value(json::object& config, std::string_view pointer, json::value to) {
    json::object* inside = &config;
    for (;;) {
        const auto key = take_key(pointer);
        auto& place = (*inside)[key];
        if (pointer.empty()) {
            place = std::move(to);
            return;
        }
        inside = place.is_object() ? &place.get_object() : &place.emplace_object();
    }
}

const schema_field* find_field(const config_schema& schema, std::string_view pointer) {
    return find_among(schema.fields, pointer);
}

std::string shown_value(const json::object& config, const schema_field& of) {
    const auto* value = of.kind == field_kind::secret ? nullptr : stored_or_default(config, of);
    if (!value) return {};
    if (value->is_string()) return std::string{value->get_string()};
    const auto* list = value->if_array();
    if (of.kind != field_kind::lines || !list) return json::serialize(*value);
    std::string out;
    for (const auto& one : *list)
        out.append(out.empty() ? "" : "\n")
            .append(one.is_string() ? std::string{one.get_string()} : json::serialize(one));
    return out;
}

bool is_chosen(const json::object& config, const schema_field& of, std::string_view option) {
    const auto* value = stored_or_default(config, of);
    const auto* list = value ? value->if_array() : nullptr;
    return list && std::any_of(list->begin(), list->end(),
                               [&](const auto& one) { return one.is_string() && one.get_string() == option; });
}

}  // namespace host
