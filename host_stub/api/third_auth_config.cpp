#include "api/third_auth_config.hpp"

#include <algorithm>
#include <array>

namespace host {
namespace {

namespace json = boost::json;

using schema_fields = std::vector<schema_field>;

constexpr std::array<std::string_view, 3> addresses{"login_url", "callback_url", "bind_url"};

bool is_mask(const json::value& sent) { return sent.is_string() && sent.get_string() == kept_secret; }

std::string_view key_of(const schema_field& field) {
    const std::string_view pointer = field.pointer;
    return pointer.substr(pointer.rfind('/') + 1);
}

const schema_field* find(const schema_fields& fields, std::string_view key) {
    const auto at = std::find_if(fields.begin(), fields.end(), [&](const auto& field) { return key_of(field) == key; });
    return at == fields.end() ? nullptr : &*at;
}

json::object shown(const schema_fields& fields, const json::object& stored, bool for_operator) {
    json::object out;
    for (const auto& member : stored) {
        const auto* const field = find(fields, member.key());
        if (!field || field->read_only || (field->operator_only && !for_operator)) continue;
        const auto* const group = field->kind == field_kind::group ? member.value().if_object() : nullptr;
        if (field->kind == field_kind::secret)
            out[member.key()] = kept_secret;
        else if (group)
            out[member.key()] = shown(field->fields, *group, for_operator);
        else
            out[member.key()] = member.value();
    }
    return out;
}

// Merges one object of a configuration with what was sent for it.
class merge {
public:
    merge(bool by_operator, std::vector<request_issue>& issues) : by_operator_{by_operator}, issues_{issues} {}

    json::object operator()(const schema_fields& fields, const json::object& sent, const json::object& stored,
                            const std::vector<std::string>& loc) {
        json::object out = stored;
        for (const auto& member : sent) {
            auto place = loc;
            place.emplace_back(member.key());
            take(find(fields, member.key()), member, out, place);
        }
        return out;
    }

private:
    void take(const schema_field* field, const json::key_value_pair& sent, json::object& out,
              const std::vector<std::string>& loc) {
        if (!field || (field->operator_only && !by_operator_))
            return issues_.push_back({loc, "extra fields not permitted", "value_error.extra"});
        if (field->read_only) return;
        if (field->kind == field_kind::secret && is_mask(sent.value())) return keep(sent.key(), out, loc);
        const auto* const kept = out.if_contains(sent.key());
        const auto* const group = field->kind == field_kind::group ? sent.value().if_object() : nullptr;
        if (sent.value().is_null())
            out.erase(sent.key());
        else if (group)
            out[sent.key()] =
                (*this)(field->fields, *group,
                        kept && kept->is_object() ? json::object{kept->get_object()} : json::object{}, loc);
        else
            out[sent.key()] = sent.value();
    }

    void keep(std::string_view key, const json::object& out, const std::vector<std::string>& loc) {
        if (!out.contains(key)) issues_.push_back({loc, "there is no secret to keep", "value_error.no_secret"});
    }

    const bool by_operator_;
    std::vector<request_issue>& issues_;
};

}  // namespace

json::object shown_config(const config_schema& schema, const json::object& stored, const provider_address& address,
                          bool for_operator) {
    auto out = shown(schema.fields, stored, for_operator);
    out["login_url"] = address.login;
    out["callback_url"] = address.callback;
    out["bind_url"] = address.bind;
    return out;
}

merged_config merge_config(const config_schema& schema, const json::object& sent, const json::object& stored,
                           bool by_operator) {
    merged_config out;
    auto own = sent;
    for (const auto address : addresses)
        own.erase(address);
    out.config = merge{by_operator, out.issues}(schema.fields, own, stored, {"body", "data", "config"});
    return out;
}

request_issue to_request_issue(const config_issue& said) {
    request_issue out{{"body", "data", "config"}, said.text, "value_error." + said.code};
    std::string_view rest = said.pointer;
    while (rest.starts_with('/')) {
        rest.remove_prefix(1);
        const auto key = rest.substr(0, rest.find('/'));
        out.loc.emplace_back(key);
        rest.remove_prefix(key.size());
    }
    return out;
}

}  // namespace host
