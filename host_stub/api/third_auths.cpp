#include "api/third_auths.hpp"

#include "api/body_fields.hpp"
#include "api/paging.hpp"
#include "api/third_auth_config.hpp"
#include "store/uuid.hpp"
#include "web/sign_in.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace host {
namespace {

namespace json = boost::json;

json::object parsed_config(const provider_setting& of) { return json::parse(of.config).as_object(); }

// A schema that cannot be read shows nothing of a configuration: it may hold secrets.
config_schema schema_of(const idp_descriptor& provider, language in) {
    auto parsed = parse_config_schema(provider.config_schema, in);
    return parsed ? std::move(*parsed) : config_schema{};
}

class third_auths {
public:
    explicit third_auths(site_state& state) : state_{state} {}

    response list(const api_call& call) const;
    response show(const api_call& call) const;
    response create(const api_call& call) const;
    response change(const api_call& call) const;
    response remove(const api_call& call) const;

private:
    const idp_descriptor* provider(std::string_view id) const {
        const auto* const found = state_.providers.library().find(id);
        return found ? &found->descriptor() : nullptr;
    }
    std::optional<provider_setting> row(const api_call& call) const;
    const idp_descriptor* chosen(body_fields& body, presence asked, const provider_setting* row) const;
    std::string types() const;
    response save(const api_call& call, const provider_setting& wanted) const;
    void note(const api_call& by, std::string kind, const provider_setting& changed) const;
    response refused(const idp_error& why) const;

    site_state& state_;
};

std::optional<provider_setting> third_auths::row(const api_call& call) const {
    auto out = state_.data.settings.find(with_dashes(call.in.at("id")));
    if (out && out->tenant_id != call.of.id) out.reset();
    return out;
}

response third_auths::list(const api_call& call) const {
    json::array items;
    for (const auto& one : state_.data.settings.list(call.of.id)) {
        const auto* const by = provider(one.provider);
        items.push_back(json::object{{"id", without_dashes(one.id)},
                                     {"name", one.name},
                                     {"type", type_of(one.provider)},
                                     {"extension_name", by ? by->name : one.provider},
                                     {"extension_package", one.provider}});
    }
    return paged_answer(call.from, items);
}

response third_auths::show(const api_call& call) const {
    const auto found = row(call);
    if (!found) return door_answer(404);
    const auto* const by = provider(found->provider);
    const auto schema = by ? schema_of(*by, call.speaks) : config_schema{};
    return data_answer(json::object{
        {"id", without_dashes(found->id)},
        {"config", shown_config(schema, parsed_config(*found), address_of(state_.base, *found), call.who->is_operator)},
        {"name", found->name},
        {"type", type_of(found->provider)},
        {"package", found->provider}});
}

std::string third_auths::types() const {
    std::string out;
    for (const auto& one : state_.providers.library().providers())
        out.append(out.empty() ? "" : ", ").append("'").append(type_of(one.descriptor().id)).append("'");
    return out;
}

// The provider that type and package name together; row: it cannot become another one.
const idp_descriptor* third_auths::chosen(body_fields& body, presence asked, const provider_setting* row) const {
    const auto type = body.text("type", asked), package = body.text("package", asked);
    const auto id = package ? *package : row ? row->provider : "";
    const auto* const found = provider(id);
    const bool is_type = found && (!type || *type == type_of(id));
    if (type && !is_type)
        body.refuse("type",
                    "No match for discriminator 'type' and value '" + *type + "' (allowed values: " + types() + ")",
                    "value_error.discriminated_union.invalid_discriminator");
    else if (package && (!found || (row && id != row->provider)))
        body.refuse("package", "unexpected value", "value_error.const");
    return found;
}

response third_auths::create(const api_call& call) const {
    body_fields body{call.body};
    const auto* const by = chosen(body, presence::required, nullptr);
    const auto name = body.text("name", presence::required);
    const auto* const sent = body.object("config", presence::required);
    if (const auto issues = body.issues(); !issues.empty()) return unprocessable(issues);
    const auto merged = merge_config(schema_of(*by, call.speaks), *sent, {}, call.who->is_operator);
    if (!merged.issues.empty()) return unprocessable(merged.issues);
    provider_setting wanted;
    wanted.tenant_id = call.of.id;
    wanted.provider = by->id;
    wanted.name = *name;
    wanted.config = json::serialize(merged.config);
    return save(call, wanted);
}

response third_auths::change(const api_call& call) const {
    auto wanted = row(call);
    if (!wanted) return door_answer(404);
    body_fields body{call.body};
    const auto* const by = chosen(body, presence::optional, &*wanted);
    const auto name = body.text("name", presence::optional);
    const auto* const sent = body.object("config", presence::optional);
    if (const auto issues = body.issues(); !issues.empty()) return unprocessable(issues);
    const auto merged = merge_config(by ? schema_of(*by, call.speaks) : config_schema{}, sent ? *sent : json::object{},
                                     parsed_config(*wanted), call.who->is_operator);
    if (!merged.issues.empty()) return unprocessable(merged.issues);
    if (name) wanted->name = *name;
    wanted->config = json::serialize(merged.config);
    return save(call, *wanted);
}

response third_auths::remove(const api_call& call) const {
    const auto found = row(call);
    if (!found || !state_.providers.remove(found->id)) return door_answer(404);
    note(call, "provider_deleted", *found);
    return data_answer(nullptr);
}

void third_auths::note(const api_call& by, std::string kind, const provider_setting& changed) const {
    state_.data.audit.add({.at = state_.outside.now(),
                           .tenant_id = changed.tenant_id,
                           .kind = std::move(kind),
                           .actor = by.who->name,
                           .subject = changed.name,
                           .provider = changed.id,
                           .address = browser_address(by.from)});
}

response third_auths::save(const api_call& call, const provider_setting& wanted) const {
    std::vector<request_issue> issues;
    for (const auto& one : state_.providers.check(wanted.provider, wanted.config, language_tag(call.speaks)))
        issues.push_back(to_request_issue(one));
    if (!issues.empty()) return unprocessable(issues);
    const auto saved = state_.providers.save(wanted);
    if (!saved) return refused(saved.error());
    note(call, wanted.id.empty() ? "provider_created" : "provider_changed", *saved);
    return data_answer(nullptr);
}

response third_auths::refused(const idp_error& why) const {
    const std::string_view reason{why.reason}, said{why.public_text};
    const auto text = std::string{said.empty() ? std::string_view{why.detail} : said};
    if (reason == "gone") return door_answer(404);
    if (reason == "conflict") return error_answer(409, reason, text);
    if (reason == "name") return unprocessable({{{"body", "data", "name"}, text, "value_error.name"}});
    if (why.status == IDP_E_CONFIG)
        return unprocessable({{{"body", "data", "config"}, text, "value_error." + std::string{reason}}});
    return error_answer(static_cast<unsigned>(why.http_status), reason, text);
}

}  // namespace

void add_third_auths(api_routes& to, site_state& state) {
    const auto route = [&](std::string_view method, std::string_view pattern,
                           response (third_auths::*handler)(const api_call&) const) {
        to.add(method, pattern, api_audience::administrator,
               [on = third_auths{state}, handler](const api_call& call) { return (on.*handler)(call); });
    };
    route("GET", "tenant/{tenant}/third_auths/", &third_auths::list);
    route("POST", "tenant/{tenant}/third_auths/", &third_auths::create);
    route("GET", "tenant/{tenant}/third_auths/{id}/", &third_auths::show);
    route("PUT", "tenant/{tenant}/third_auths/{id}/", &third_auths::change);
    route("DELETE", "tenant/{tenant}/third_auths/{id}/", &third_auths::remove);
}

}  // namespace host
