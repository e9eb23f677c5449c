#include "web/user_administration.hpp"

#include "web/administrator_act.hpp"
#include "web/pages/users_page.hpp"
#include "web/phrase.hpp"
#include "web/session_start.hpp"
#include "web/site_state.hpp"

namespace host {
namespace {

constexpr std::string_view place = "/admin/users";
constexpr phrase no_such_name{"There is such a user already, or the name is not one of 1 to 64 characters in one line.",
                              "该用户名已存在，或不是 1 至 64 个字符的单行文本。"};
constexpr phrase not_yourself{"You cannot do that to yourself.", "不能对自己执行此操作。"};
constexpr phrase last_operator{"This is the last operator of the platform: make another one first.",
                               "这是平台最后一名运维人员，请先添加另一名。"};

// The user that the path names, if the visitor may change him: of the same tenant, and an operator only by an operator.
std::optional<user> administered_user(const site_state& site, const visit& by) {
    auto found = site.data.users.find(by.in.at("id"));
    if (!found || found->tenant_id != by.of.id || found->state == user_state::deleted) return std::nullopt;
    if (found->is_operator && !by.who->who.is_operator) return std::nullopt;
    return found;
}

std::string_view kind_of(user_state wanted) {
    if (wanted == user_state::active) return "user_enabled";
    return wanted == user_state::disabled ? "user_disabled" : "user_deleted";
}

audit_entry entry(std::string_view kind, const user& about, std::string detail = {}) {
    audit_entry out;
    out.kind = kind;
    out.subject = about.name;
    out.detail = std::move(detail);
    return out;
}

}  // namespace

void user_administration::add_to(page_routes& pages) {
    const auto add = [&](std::string_view method, std::string path, page_handler handler) {
        pages.add(method, path, audience::administrator, std::move(handler));
    };
    const std::string one = std::string{place} + "/{id}";
    add("GET", std::string{place}, [this](const visit& of) { return list(of); });
    add("POST", std::string{place}, [this](const visit& of) { return this->add(of); });
    add("POST", one + "/enable", [this](const visit& of) { return set_state(of, user_state::active); });
    add("POST", one + "/disable", [this](const visit& of) { return set_state(of, user_state::disabled); });
    add("POST", one + "/delete", [this](const visit& of) { return set_state(of, user_state::deleted); });
    add("POST", one + "/reset", [this](const visit& of) { return reset(of); });
}

response user_administration::page(const visit& of, const page_frame& frame, users_view view, unsigned status) const {
    for (const auto& one : state_.data.users.list(of.of.id))
        view.rows.push_back({one.id, one.name, one.state == user_state::active, one.is_administrator, one.is_operator,
                             one.id == of.who->who.id});
    return html_response(state_, status, users_page(frame, view));
}

response user_administration::list(const visit& of) const { return page(of, with_done(of), {}); }

response user_administration::refused(const visit& of, std::string why) const {
    return page(of, with_problem(of, std::move(why)), {}, 422);
}

response user_administration::add(const visit& of) const {
    const bool administrator = value_of(of.fields, "administrator") == "yes";
    if (administrator && !is_fresh(state_, *of.who)) return ask_for_proof(state_, place);
    const auto name = std::string{value_of(of.fields, "name")};
    const auto made = state_.data.users.add({of.of.id, name, administrator, false});
    users_view view;
    if (!made) {
        view.name = name;
        view.problem = no_such_name.in(of.speaks);
        return page(of, of.frame, std::move(view), 422);
    }
    view.made = one_time_password{name, state_.data.users.make_one_time_password(made->id)};
    record(state_, of, entry("user_created", *made, administrator ? "administrator" : ""));
    return page(of, of.frame, std::move(view));
}

response user_administration::set_state(const visit& of, user_state wanted) const {
    const auto who = administered_user(state_, of);
    if (!who) return problem(state_, of.frame, 404);
    if (who->id == of.who->who.id) return refused(of, std::string{not_yourself.in(of.speaks)});
    if (wanted == user_state::deleted && !is_fresh(state_, *of.who)) return ask_for_proof(state_, place);
    if (!state_.data.users.set_state(who->id, wanted)) return refused(of, std::string{last_operator.in(of.speaks)});
    record(state_, of, entry(kind_of(wanted), *who));
    return done(state_, place, kind_of(wanted).substr(std::string_view{"user_"}.size()));
}

response user_administration::reset(const visit& of) const {
    const auto who = administered_user(state_, of);
    if (!who) return problem(state_, of.frame, 404);
    if (who->id == of.who->who.id) return refused(of, std::string{not_yourself.in(of.speaks)});
    if (!is_fresh(state_, *of.who)) return ask_for_proof(state_, place);
    users_view view;
    view.made = one_time_password{who->name, state_.data.users.make_one_time_password(who->id)};
    record(state_, of, entry("user_password_reset", *who));
    return page(of, of.frame, std::move(view));
}

}  // namespace host
