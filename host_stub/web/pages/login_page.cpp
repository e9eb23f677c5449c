#include "web/pages/login_page.hpp"

#include "web/pages/controls.hpp"

namespace host {
namespace {

constexpr phrase title{"Sign in", "登录"};
constexpr phrase name{"User name", "用户名"};
constexpr phrase password{"Password", "密码"};
constexpr phrase tenant{"Organisation", "组织"};
constexpr phrase other_ways{"Other ways to sign in", "其他登录方式"};
constexpr phrase nobody_configured{"There is no way to sign in from this browser. Please ask your administrator.",
                                   "此浏览器没有可用的登录方式，请联系管理员。"};
constexpr phrase hand_off_how{
    "It cannot begin in this browser. Open the address below in the app, for example by sending it to yourself there "
    "and tapping it. No QR code is needed.",
    "无法在当前浏览器中登录。请在该应用内打开下方地址，例如将其发送给自己后点击，无需扫码。"};
constexpr phrase address{"Address of the sign-in page", "登录页地址"};

html tenant_select(const login_view& view, language in) {
    std::vector<html> options;
    for (const auto& one : view.tenants) {
        attributes with{{"value", one.id}};
        if (one.id == view.tenant) with.emplace_back("selected", "");
        options.push_back(element("option", with, {text(one.name)}));
    }
    return element("div", {{"class", "field"}},
                   {element("label", {{"for", "tenant"}}, {text(tenant.in(in))}),
                    element("select", {{"id", "tenant"}, {"name", "tenant"}}, options)});
}

html password_form(const page_frame& frame, const login_view& view) {
    const auto in = frame.speaks;
    std::vector<html> parts{hidden("next", view.next)};
    if (!view.tenants.empty())
        parts.push_back(tenant_select(view, in));
    else if (!view.tenant.empty())
        parts.push_back(hidden("tenant", view.tenant));
    parts.push_back(
        labelled({.id = "name", .label = std::string{name.in(in)}, .value = view.name, .autocomplete = "username"}));
    parts.push_back(labelled({.id = "password",
                              .label = std::string{password.in(in)},
                              .type = "password",
                              .autocomplete = "current-password"}));
    parts.push_back(submit_button(title.in(in)));
    return post_form(frame, "/login", std::move(parts));
}

html hand_off_hint(const hand_off& it, const std::string& id, language in) {
    std::vector<html> heading;
    append_icon(heading, it.icon);
    heading.push_back(text(it.label));
    return element(
        "section", {{"class", "hint"}},
        {element("h2", {}, heading), paragraph(hand_off_how.in(in)), copyable(id, address.in(in), it.address, in)});
}

}  // namespace

html provider_button(const login_button& it) {
    std::vector<html> inside;
    append_icon(inside, it.icon);
    inside.push_back(element("span", {}, {text(it.label)}));
    return element("a", {{"class", "button"}, {"href", it.target}}, inside);
}

std::string login_page(const page_frame& frame, const login_view& view) {
    const auto in = frame.speaks;
    std::vector<html> content;
    if (!view.problem.empty())
        content.push_back(element("p", {{"class", "notice failed"}, {"role", "alert"}}, {text(view.problem)}));
    if (view.has_password_form) content.push_back(password_form(frame, view));
    const bool has_others = !view.buttons.empty() || !view.hand_offs.empty();
    if (view.has_password_form && has_others)
        content.push_back(element("h2", {{"class", "or"}}, {text(other_ways.in(in))}));
    for (const auto& one : view.buttons)
        content.push_back(provider_button(one));
    for (std::size_t i = 0; i < view.hand_offs.size(); ++i)
        content.push_back(hand_off_hint(view.hand_offs[i], "hand-off-" + std::to_string(i), in));
    if (!view.has_password_form && !has_others) content.push_back(paragraph(nobody_configured.in(in)));
    return document(frame, title.in(in), content);
}

}  // namespace host
