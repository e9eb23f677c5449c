#include "web/pages/providers_page.hpp"

#include "web/form.hpp"
#include "web/pages/controls.hpp"

namespace host {
namespace {

constexpr phrase title{"Providers", "登录方式"};
constexpr phrase nothing{"No provider is set up yet.", "尚未配置登录方式。"};
constexpr phrase enabled{"enabled", "已启用"};
constexpr phrase disabled{"disabled", "已停用"};
constexpr phrase edit{"Edit", "编辑"};
constexpr phrase test{"Test connection", "测试连接"};
constexpr phrase enable{"Enable", "启用"};
constexpr phrase disable{"Disable", "停用"};
constexpr phrase remove{"Delete", "删除"};
constexpr phrase add_title{"Add a provider", "添加登录方式"};
constexpr phrase type{"Type", "类型"};
constexpr phrase add{"Add", "添加"};
constexpr phrase no_types{"No provider library is installed. The operator of the platform can install one.",
                          "尚未安装登录插件，请联系平台运维人员。"};

html heading(const provider_row& row, language in) {
    std::vector<html> inside;
    append_icon(inside, row.icon);
    inside.push_back(text(row.name));
    inside.push_back(text(" "));
    inside.push_back(element("span", {{"class", row.enabled ? "badge on" : "badge"}},
                             {text(row.enabled ? enabled.in(in) : disabled.in(in))}));
    return element("h2", {}, inside);
}

html card(const page_frame& frame, const provider_row& row) {
    const auto in = frame.speaks;
    const auto place = "/admin/providers/" + encode_value(row.id);
    std::vector<html> parts{
        heading(row, in),
        element("p", {{"class", "help"}}, {text(row.type_name), text(" · "), element("code", {}, {text(row.id)})})};
    if (!row.problem.empty()) parts.push_back(paragraph(row.problem, "problem"));
    parts.push_back(element("div", {{"class", "in-line"}},
                            {named("a", {{"href", place}, {"class", "small"}}, edit.in(in), row.name),
                             named("a", {{"href", place + "/test"}, {"class", "small"}}, test.in(in), row.name),
                             action_button(frame, place + (row.enabled ? "/disable" : "/enable"),
                                           row.enabled ? disable.in(in) : enable.in(in), row.name),
                             confirmed_button(frame, place + "/delete", remove.in(in), row.name)}));
    return element("li", {{"class", "card"}}, parts);
}

html add_form(const providers_view& view, language in) {
    std::vector<html> options;
    for (const auto& one : view.types)
        options.push_back(element("option", {{"value", one.id}}, {text(one.name)}));
    return element(
        "form", {{"method", "get"}, {"action", "/admin/providers/new"}, {"class", "in-line"}},
        {element("label", {{"for", "type"}}, {text(type.in(in))}),
         element("select", {{"id", "type"}, {"name", "type"}}, options), submit_button(add.in(in), "small")});
}

}  // namespace

std::string providers_page(const page_frame& frame, const providers_view& view) {
    const auto in = frame.speaks;
    std::vector<html> cards;
    for (const auto& row : view.rows)
        cards.push_back(card(frame, row));
    return document(frame, title.in(in),
                    {cards.empty() ? paragraph(nothing.in(in)) : element("ul", {{"class", "cards"}}, cards),
                     element("h2", {}, {text(add_title.in(in))}),
                     view.types.empty() ? paragraph(no_types.in(in)) : add_form(view, in)});
}

}  // namespace host
