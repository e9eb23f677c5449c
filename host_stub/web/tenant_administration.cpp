#include "web/tenant_administration.hpp"

#include "web/administrator_act.hpp"
#include "web/pages/tenants_page.hpp"
#include "web/phrase.hpp"
#include "web/session_start.hpp"
#include "web/site_state.hpp"

namespace host {
namespace {

constexpr std::string_view place = "/admin/tenants";
constexpr phrase bad_tenant{
    "The id is taken, or it is not one of 1 to 64 small letters, digits and '-', or the name is missing.",
    "该标识已被使用，或不是 1 至 64 个小写字母、数字、“-”，或未填写名称。"};
constexpr phrase bad_administrator{"The administrator needs a name of 1 to 64 characters in one line.",
                                   "请填写管理员用户名（1 至 64 个字符的单行文本）。"};

}  // namespace

void tenant_administration::add_to(page_routes& pages) {
    pages.add("GET", place, audience::platform_operator, [this](const visit& of) { return page(of, {}); });
    pages.add("POST", place, audience::platform_operator, [this](const visit& of) { return add(of); });
}

response tenant_administration::page(const visit& of, tenants_view view, unsigned status) const {
    for (const auto& one : state_.data.tenants.list())
        view.rows.push_back({one.slug, one.name});
    return html_response(state_, status, tenants_page(of.frame, view));
}

response tenant_administration::add(const visit& of) const {
    if (!is_fresh(state_, *of.who)) return ask_for_proof(state_, place);
    tenants_view view;
    view.id = value_of(of.fields, "id");
    view.name = value_of(of.fields, "name");
    view.administrator = value_of(of.fields, "administrator");
    if (!is_user_name(view.administrator)) {
        view.problem = bad_administrator.in(of.speaks);
        return page(of, std::move(view), 422);
    }
    const auto made = view.name.empty() ? std::nullopt : state_.data.tenants.add(view.name, view.id);
    if (!made) {
        view.problem = bad_tenant.in(of.speaks);
        return page(of, std::move(view), 422);
    }
    const auto first = state_.data.users.add({made->id, view.administrator, true, false});
    audit_entry what;
    what.kind = "tenant_created";
    what.subject = made->name;
    what.detail = made->slug;
    record(state_, of, std::move(what));
    tenants_view shown;
    shown.made = one_time_password{first->name, state_.data.users.make_one_time_password(first->id)};
    return page(of, std::move(shown));
}

}  // namespace host
