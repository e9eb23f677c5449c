#include "web/provider_form.hpp"

#include "web/administrator_act.hpp"
#include "web/multipart.hpp"
#include "web/phrase.hpp"
#include "web/schema_form/submission.hpp"
#include "web/site_state.hpp"

#include <boost/json.hpp>

#include <charconv>
#include <set>

namespace host {
namespace {

namespace json = boost::json;

constexpr phrase no_name{"A name of at most 128 bytes is needed.", "请填写名称（不超过 128 字节）。"};
constexpr phrase not_saved{"Nothing was saved. Please correct the marked fields.", "未保存，请修改标出的字段。"};
constexpr phrase login_label{"Sign-in address", "登录地址"};
constexpr phrase callback_label{"Callback address", "回调地址"};
constexpr phrase bind_label{"Binding address", "绑定地址"};

json::object object_of(std::string_view config) {
    boost::system::error_code error;
    const auto value = json::parse(config, error);
    return !error && value.is_object() ? value.get_object() : json::object{};
}

config_schema schema_of(const provider_library& library, std::string_view provider, language in) {
    const auto* known = library.find(provider);
    const auto* text = known ? known->descriptor().config_schema : nullptr;
    auto read = parse_config_schema(text ? text : "{}", in);
    return read ? std::move(*read) : config_schema{};
}

std::map<std::string, std::string, std::less<>> host_values(const public_url& base, const provider_setting& of) {
    if (of.id.empty()) return {};
    return {{"redirect_uri", base.origin + provider_path(of.provider, of.id) + "/callback"},
            {"redirect_host", base.origin.substr(base.origin.find("://") + 3)}};
}

void collect_pointers(const std::vector<schema_field>& from, bool for_operator, std::set<std::string>& into) {
    for (const auto& field : from) {
        if (field.operator_only && !for_operator) continue;
        into.insert(field.pointer);
        collect_pointers(field.fields, for_operator, into);
    }
}

// The provider may complain of a part of what one control shows, or of what this person does not see: empty.
std::string shown_pointer(const std::set<std::string>& shown, std::string pointer) {
    while (!pointer.empty() && !shown.contains(pointer))
        pointer.resize(pointer.find('/') == 0 ? pointer.rfind('/') : 0);
    return pointer;
}

void let_provider_check(const site_state& site, const visit& by, const config_schema& schema, sent_provider& sent) {
    std::set<std::string> shown;
    collect_pointers(schema.fields, by.who->who.is_operator, shown);
    for (const auto& issue : site.providers.check(sent.wanted.provider, sent.wanted.config, language_tag(by.speaks)))
        sent.state.problems.try_emplace(shown_pointer(shown, issue.pointer), issue.text);
}

std::uint64_t revision_in(const form& from) {
    const auto text = value_of(from, "revision");
    std::uint64_t out = 0;
    std::from_chars(text.data(), text.data() + text.size(), out);
    return out;
}

std::string escaped(std::string_view key) {
    std::string out;
    for (const char c : key)
        out += c == '~' ? "~0" : c == '/' ? "~1" : std::string(1, c);
    return out;
}

void add_changes(const json::object& before, const json::object& after, const std::string& at, std::string& out) {
    auto keys = std::set<std::string>{};
    for (const auto* one : {&before, &after})
        for (const auto& member : *one)
            keys.emplace(member.key());
    for (const auto& key : keys) {
        const auto *old = before.if_contains(key), *now = after.if_contains(key);
        if (old && now && *old == *now) continue;
        const auto pointer = at + "/" + escaped(key);
        if (old && now && old->is_object() && now->is_object())
            add_changes(old->get_object(), now->get_object(), pointer, out);
        else
            out += (out.empty() ? "" : " ") + pointer;
    }
}

}  // namespace

std::optional<sent_provider> read_provider_form(const site_state& site, const visit& by,
                                                const provider_setting& stored) {
    const auto parts = parse_multipart(find_field(by.from.headers, "Content-Type"), by.from.body);
    const auto texts = parts ? text_fields(*parts) : std::nullopt;
    if (!texts) return std::nullopt;
    sent_provider out{stored, {}, ""};
    out.wanted.revision = stored.id.empty() ? 0 : revision_in(*texts);
    if (stored.id.empty())
        out.wanted.provider = value_of(*texts, "type");
    else if (out.wanted.revision == 0)
        return std::nullopt;
    if (!site.providers.library().find(out.wanted.provider)) return std::nullopt;
    const auto schema = schema_of(site.providers.library(), out.wanted.provider, by.speaks);
    auto read = read_submission(schema, *texts, *parts, object_of(stored.config), by.who->who.is_operator, by.speaks);

    out.state = state_of(site, by, out.wanted);
    out.wanted.name = value_of(*texts, "name");
    out.wanted.config = json::serialize(read.config);
    out.state.shown = std::move(read.config);
    out.state.problems = std::move(read.problems);
    if (!is_provider_name(out.wanted.name)) out.name_problem = no_name.in(by.speaks);
    if (out.state.problems.empty()) let_provider_check(site, by, schema, out);
    return out;
}

form_state state_of(const site_state& site, const visit& by, const provider_setting& stored) {
    const auto config = object_of(stored.config);
    return {config, config, host_values(site.base, stored), {}, by.who->who.is_operator};
}

provider_edit_view provider_form_view(const site_state& site, const visit& by, const provider_setting& of,
                                      form_state state) {
    provider_edit_view out;
    out.is_new = of.id.empty();
    out.id = of.id;
    out.name = of.name;
    out.revision = of.revision;
    out.type_id = of.provider;
    out.type_name = provider_type_name(site.providers.library(), of.provider, by.speaks);
    out.schema = schema_of(site.providers.library(), of.provider, by.speaks);
    out.state = std::move(state);
    if (out.is_new) return out;
    const auto address = site.base.origin + provider_path(of.provider, of.id);
    out.addresses = {{std::string{login_label.in(by.speaks)}, address + "/login"},
                     {std::string{callback_label.in(by.speaks)}, address + "/callback"},
                     {std::string{bind_label.in(by.speaks)}, address + "/bind"}};
    out.icon = provider_icon(site.providers, of.id);
    return out;
}

response refused_form(const site_state& site, const visit& by, const sent_provider& sent) {
    auto view = provider_form_view(site, by, sent.wanted, sent.state);
    view.name_problem = sent.name_problem;
    return html_response(site, 422, provider_edit_page(with_problem(by, std::string{not_saved.in(by.speaks)}), view));
}

std::string provider_icon(const provider_registry& providers, std::string_view id) {
    const auto live = providers.find(id);
    return live && live->instance ? "/icons/" + std::string{id} : "";
}

std::string provider_type_name(const provider_library& library, std::string_view provider, language in) {
    const auto title = schema_of(library, provider, in).title;
    if (!title.empty()) return title;
    const auto* known = library.find(provider);
    return known ? known->descriptor().name : std::string{provider};
}

std::string changed_fields(const provider_setting& before, const provider_setting& after) {
    std::string out = before.name == after.name ? "" : "name";
    add_changes(object_of(before.config), object_of(after.config), "", out);
    return out;
}

}  // namespace host
