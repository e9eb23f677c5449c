#include "web/pages/users_page.hpp"

#include "web/form.hpp"
#include "web/pages/controls.hpp"

namespace host {
namespace {

constexpr phrase title{"Users", "用户"};
constexpr phrase name{"User name", "用户名"};
constexpr phrase state{"State", "状态"};
constexpr phrase actions{"Actions", "操作"};
constexpr phrase enabled{"enabled", "已启用"};
constexpr phrase disabled{"disabled", "已停用"};
constexpr phrase administrator{"administrator", "管理员"};
constexpr phrase platform_operator{"operator of the platform", "平台运维人员"};
constexpr phrase enable{"Enable", "启用"};
constexpr phrase disable{"Disable", "停用"};
constexpr phrase reset{"New password", "重置密码"};
constexpr phrase remove{"Delete", "删除"};
constexpr phrase yourself{"This is you.", "这是您自己。"};
constexpr phrase create_title{"Create a user", "新建用户"};
constexpr phrase create{"Create", "创建"};
constexpr phrase may_administer{"Administrator", "管理员"};

html state_badges(const user_row& row, language in) {
    std::vector<html> badges{element("span", {{"class", row.enabled ? "badge on" : "badge"}},
                                     {text(row.enabled ? enabled.in(in) : disabled.in(in))})};
    if (row.is_administrator) {
        const auto& office = row.is_operator ? platform_operator : administrator;
        badges.push_back(text(" "));
        badges.push_back(element("span", {{"class", "badge"}}, {text(office.in(in))}));
    }
    return element("span", {}, badges);
}

html row_actions(const page_frame& frame, const user_row& row) {
    const auto in = frame.speaks;
    if (row.is_self) return paragraph(yourself.in(in), "help");
    if (row.is_operator && !frame.is_operator) return text("");
    const auto place = "/admin/users/" + encode_value(row.id);
    return element("div", {{"class", "in-line"}},
                   {action_button(frame, place + (row.enabled ? "/disable" : "/enable"),
                                  row.enabled ? disable.in(in) : enable.in(in), row.name),
                    confirmed_button(frame, place + "/reset", reset.in(in), row.name),
                    confirmed_button(frame, place + "/delete", remove.in(in), row.name)});
}

html user_table(const page_frame& frame, const users_view& view) {
    const auto in = frame.speaks;
    std::vector<std::vector<html>> rows;
    for (const auto& row : view.rows)
        rows.push_back({element("code", {}, {text(row.name)}), state_badges(row, in), row_actions(frame, row)});
    return table(title.in(in), {name.in(in), state.in(in), actions.in(in)}, rows);
}

html create_form(const page_frame& frame, const users_view& view) {
    const auto in = frame.speaks;
    const auto box = element(
        "div", {{"class", "check"}},
        {element("input", {{"id", "administrator"}, {"name", "administrator"}, {"type", "checkbox"}, {"value", "yes"}}),
         element("label", {{"for", "administrator"}}, {text(may_administer.in(in))})});
    return post_form(frame, "/admin/users",
                     {labelled({.id = "name",
                                .label = std::string{name.in(in)},
                                .value = view.name,
                                .autocomplete = "off",
                                .problem = view.problem}),
                      box, submit_button(create.in(in))});
}

}  // namespace

std::string users_page(const page_frame& frame, const users_view& view) {
    const auto in = frame.speaks;
    std::vector<html> content;
    if (view.made) content.push_back(shown_once(*view.made, in));
    content.push_back(user_table(frame, view));
    content.push_back(element("h2", {}, {text(create_title.in(in))}));
    content.push_back(create_form(frame, view));
    return document(frame, title.in(in), content);
}

}  // namespace host
