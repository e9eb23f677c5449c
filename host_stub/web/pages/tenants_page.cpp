#include "web/pages/tenants_page.hpp"

#include "web/pages/controls.hpp"

namespace host {
namespace {

constexpr phrase title{"Tenants", "租户"};
constexpr phrase id{"Id", "标识"};
constexpr phrase id_help{"Part of addresses: lower-case letters, digits and hyphens. It cannot be changed later.",
                         "用于地址中：小写字母、数字和连字符，创建后不可更改。"};
constexpr phrase name{"Name", "名称"};
constexpr phrase nothing{"There is no tenant yet.", "尚无租户。"};
constexpr phrase create_title{"Create a tenant", "新建租户"};
constexpr phrase administrator{"User name of its administrator", "管理员用户名"};
constexpr phrase create{"Create", "创建"};

html tenant_table(const tenants_view& view, language in) {
    std::vector<std::vector<html>> rows;
    for (const auto& row : view.rows)
        rows.push_back({element("code", {}, {text(row.id)}), text(row.name)});
    return table(title.in(in), {id.in(in), name.in(in)}, rows);
}

html create_form(const page_frame& frame, const tenants_view& view) {
    const auto in = frame.speaks;
    return post_form(
        frame, "/admin/tenants",
        {labelled({.id = "id",
                   .label = std::string{id.in(in)},
                   .value = view.id,
                   .autocomplete = "off",
                   .help = std::string{id_help.in(in)},
                   .problem = view.problem}),
         labelled({.id = "name", .label = std::string{name.in(in)}, .value = view.name, .autocomplete = "off"}),
         labelled({.id = "administrator",
                   .label = std::string{administrator.in(in)},
                   .value = view.administrator,
                   .autocomplete = "off"}),
         submit_button(create.in(in))});
}

}  // namespace

std::string tenants_page(const page_frame& frame, const tenants_view& view) {
    const auto in = frame.speaks;
    std::vector<html> content;
    if (view.made) content.push_back(shown_once(*view.made, in));
    content.push_back(view.rows.empty() ? paragraph(nothing.in(in)) : tenant_table(view, in));
    content.push_back(element("h2", {}, {text(create_title.in(in))}));
    content.push_back(create_form(frame, view));
    return document(frame, title.in(in), content);
}

}  // namespace host
