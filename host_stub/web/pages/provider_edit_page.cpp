#include "web/pages/provider_edit_page.hpp"

#include "web/form.hpp"
#include "web/pages/controls.hpp"
#include "web/schema_form/field_value.hpp"

namespace host {
namespace {

constexpr phrase edit_title{"Provider", "编辑登录方式"};
constexpr phrase new_title{"New provider", "新建登录方式"};
constexpr phrase type{"Type", "类型"};
constexpr phrase name{"Name", "名称"};
constexpr phrase name_help{"People see it on the sign-in page.", "显示在登录页上。"};
constexpr phrase addresses_title{"Addresses", "地址"};
constexpr phrase config_title{"Configuration", "配置"};
constexpr phrase save{"Save", "保存"};
constexpr phrase create{"Create", "创建"};
constexpr phrase try_out{"Test connection without saving", "测试连接（不保存）"};
constexpr phrase test{"Test of the saved configuration", "测试已保存的配置"};
constexpr phrase back{"All providers", "所有登录方式"};

html heading(const provider_edit_view& view, language in) {
    std::vector<html> inside;
    append_icon(inside, view.icon);
    inside.push_back(text(type.in(in)));
    inside.push_back(text(": "));
    inside.push_back(text(view.type_name));
    return element("p", {{"class", "help"}}, inside);
}

// Problems of what has no control on this form are said above it.
std::vector<html> other_problems(const provider_edit_view& view) {
    std::vector<html> out;
    for (const auto& [pointer, why] : view.state.problems) {
        const auto* field = find_field(view.schema, pointer);
        if (field && !field->read_only && (view.state.for_operator || !field->operator_only)) continue;
        const auto said = pointer.empty() ? why : pointer + ": " + why;
        out.push_back(element("p", {{"class", "notice failed"}, {"role", "alert"}}, {text(said)}));
    }
    return out;
}

std::vector<html> form_parts(const provider_edit_view& view, language in) {
    std::vector<html> parts;
    parts.push_back(labelled({.id = "name",
                              .label = std::string{name.in(in)},
                              .value = view.name,
                              .autocomplete = "off",
                              .help = std::string{name_help.in(in)},
                              .problem = view.name_problem}));
    parts.push_back(element("h2", {}, {text(config_title.in(in))}));
    for (auto& control : form_markup(view.schema, view.state, in))
        parts.push_back(std::move(control));
    if (view.is_new) parts.push_back(hidden("type", view.type_id));
    parts.push_back(hidden("revision", std::to_string(view.revision)));
    parts.push_back(submit_button(view.is_new ? create.in(in) : save.in(in)));
    if (!view.is_new)
        parts.push_back(element("button",
                                {{"type", "submit"},
                                 {"class", "button"},
                                 {"formaction", "/admin/providers/" + encode_value(view.id) + "/test"},
                                 {"formtarget", "_blank"}},
                                {text(try_out.in(in))}));
    return parts;
}

html address_list(const provider_edit_view& view, language in) {
    std::vector<html> parts{element("h2", {}, {text(addresses_title.in(in))})};
    for (const auto& one : view.addresses)
        parts.push_back(copyable("address-" + std::to_string(parts.size()), one.label, one.text, in));
    return element("section", {}, parts);
}

}  // namespace

std::string provider_edit_page(const page_frame& frame, const provider_edit_view& view) {
    const auto in = frame.speaks;
    const auto place = "/admin/providers/" + (view.is_new ? "new" : encode_value(view.id));
    auto content = other_problems(view);
    content.insert(content.begin(), heading(view, in));
    if (!view.addresses.empty()) content.push_back(address_list(view, in));
    content.push_back(post_form(frame, place, form_parts(view, in), {{"enctype", "multipart/form-data"}}));
    std::vector<html> links{link_to("/admin/providers", back.in(in))};
    if (!view.is_new) links.push_back(link_to(place + "/test", test.in(in)));
    content.push_back(element("p", {{"class", "in-line"}}, links));
    return document(frame, view.is_new ? new_title.in(in) : edit_title.in(in), content);
}

}  // namespace host
