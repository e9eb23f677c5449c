#include "web/provider_administration.hpp"

#include "web/administrator_act.hpp"
#include "web/pages/providers_page.hpp"
#include "web/phrase.hpp"
#include "web/provider_form.hpp"
#include "web/site_state.hpp"

namespace host {
namespace {

constexpr phrase changed_meanwhile{
    "Somebody else saved this provider after you opened it. Your entries are still in the form; saving now replaces "
    "what the other person wrote. Open the page again to see that.",
    "在您打开此页面后，他人已保存过该登录方式。您填写的内容仍保留在表单中，现在保存将覆盖对方的修改；重新打开页面可查看"
    "对方的修改。"};
constexpr phrase provider_refused{"The provider did not accept this configuration: ", "登录插件不接受此配置："};

std::string problem_of(const idp_error& why, language in) {
    if (std::string_view{why.reason} == "conflict") return std::string{changed_meanwhile.in(in)};
    return std::string{provider_refused.in(in)} + why.detail;
}

std::string place_of(const provider_setting& of) { return "/admin/providers/" + of.id; }

std::string list_place(const visit& by, const std::string& tenant_id) {
    return tenant_id == by.of.id ? "/admin/providers" : "/admin/providers?tenant=" + tenant_id;
}

}  // namespace

void provider_administration::add_to(page_routes& pages) {
    const auto page = [&](std::string_view method, std::string_view path, auto handler) {
        pages.add(method, path, audience::administrator,
                  [this, handler](const visit& of) { return (this->*handler)(of); });
    };
    page("GET", "/admin/providers", &provider_administration::list);
    page("GET", "/admin/providers/new", &provider_administration::begin);
    page("POST", "/admin/providers/new", &provider_administration::add);
    page("GET", "/admin/providers/{id}", &provider_administration::edit);
    page("POST", "/admin/providers/{id}", &provider_administration::save);
    page("POST", "/admin/providers/{id}/delete", &provider_administration::remove);
    pages.add("POST", "/admin/providers/{id}/enable", audience::administrator,
              [this](const visit& of) { return set_enabled(of, true); });
    pages.add("POST", "/admin/providers/{id}/disable", audience::administrator,
              [this](const visit& of) { return set_enabled(of, false); });
}

std::optional<provider_setting> administered_provider(const site_state& site, const visit& by) {
    auto row = site.data.settings.find(by.in.at("id"));
    if (row && row->tenant_id != by.of.id && !by.who->who.is_operator) return std::nullopt;
    return row;
}

response provider_administration::list(const visit& of) const {
    auto tenant_id = of.of.id;
    if (const auto wanted = value_of(of.fields, "tenant"); !wanted.empty() && of.who->who.is_operator) {
        const auto other = state_.data.tenants.find(wanted);
        if (!other) return problem(state_, of.frame, 404);
        tenant_id = other->id;
    }
    return list_page(of, tenant_id, with_done(of));
}

response provider_administration::list_page(const visit& of, const std::string& tenant_id,
                                            const page_frame& frame) const {
    state_.providers.refresh();
    const auto& library = state_.providers.library();
    providers_view view;
    for (const auto& one : state_.providers.list(tenant_id))
        view.rows.push_back({one->setting.id, one->setting.name,
                             provider_type_name(library, one->setting.provider, of.speaks),
                             provider_icon(state_.providers, one->setting.id), one->setting.enabled,
                             one->problem ? problem_of(*one->problem, of.speaks) : ""});
    for (const auto& provider : library.providers()) {
        const auto* id = provider.descriptor().id;
        view.types.push_back({id, provider_type_name(library, id, of.speaks)});
    }
    return html_response(state_, 200, providers_page(frame, view));
}

response provider_administration::begin(const visit& of) const {
    provider_setting made;
    made.tenant_id = of.of.id;
    made.provider = value_of(of.fields, "type");
    if (!state_.providers.library().find(made.provider)) return problem(state_, of.frame, 404);
    made.name = provider_type_name(state_.providers.library(), made.provider, of.speaks);
    return html_response(
        state_, 200, provider_edit_page(of.frame, provider_form_view(state_, of, made, state_of(state_, of, made))));
}

response provider_administration::add(const visit& of) const {
    provider_setting made;
    made.tenant_id = of.of.id;
    auto sent = read_provider_form(state_, of, made);
    if (!sent) return problem(state_, of.frame, 400);
    if (!sent->is_good()) return refused_form(state_, of, *sent);
    const auto saved = state_.providers.save(sent->wanted);
    if (!saved) {
        sent->state.problems[""] = problem_of(saved.error(), of.speaks);
        return refused_form(state_, of, *sent);
    }
    note(of, "provider_created", *saved, saved->provider);
    return done(state_, place_of(*saved), "saved");
}

response provider_administration::edit(const visit& of) const {
    const auto stored = administered_provider(state_, of);
    if (!stored) return problem(state_, of.frame, 404);
    auto frame = with_done(of);
    const auto live = state_.providers.find(stored->id);
    if (live && live->problem) frame.notices.push_back({notice::kind::problem, problem_of(*live->problem, of.speaks)});
    return html_response(
        state_, 200, provider_edit_page(frame, provider_form_view(state_, of, *stored, state_of(state_, of, *stored))));
}

response provider_administration::save(const visit& of) const {
    const auto stored = administered_provider(state_, of);
    if (!stored) return problem(state_, of.frame, 404);
    auto sent = read_provider_form(state_, of, *stored);
    if (!sent) return problem(state_, of.frame, 400);
    if (!sent->is_good()) return refused_form(state_, of, *sent);
    const auto saved = state_.providers.save(sent->wanted);
    if (!saved) {
        sent->state.problems[""] = problem_of(saved.error(), of.speaks);
        sent->wanted.revision = stored->revision;
        return refused_form(state_, of, *sent);
    }
    note(of, "provider_changed", *saved, changed_fields(*stored, *saved));
    return done(state_, place_of(*saved), "saved");
}

response provider_administration::set_enabled(const visit& of, bool enabled) const {
    const auto stored = administered_provider(state_, of);
    if (!stored) return problem(state_, of.frame, 404);
    const auto changed = state_.providers.set_enabled(stored->id, enabled);
    if (!changed) return list_page(of, stored->tenant_id, with_problem(of, problem_of(changed.error(), of.speaks)));
    note(of, enabled ? "provider_enabled" : "provider_disabled", *changed, "");
    return done(state_, list_place(of, stored->tenant_id), enabled ? "enabled" : "disabled");
}

response provider_administration::remove(const visit& of) const {
    const auto stored = administered_provider(state_, of);
    if (!stored || !state_.providers.remove(stored->id)) return problem(state_, of.frame, 404);
    note(of, "provider_deleted", *stored, "");
    return done(state_, list_place(of, stored->tenant_id), "deleted");
}

void provider_administration::note(const visit& by, std::string kind, const provider_setting& changed,
                                   std::string detail) const {
    audit_entry what;
    what.tenant_id = changed.tenant_id;
    what.kind = std::move(kind);
    what.subject = changed.name;
    what.provider = changed.id;
    what.detail = std::move(detail);
    record(state_, by, std::move(what));
}

}  // namespace host
