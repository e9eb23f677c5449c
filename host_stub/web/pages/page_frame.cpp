#include "web/pages/page_frame.hpp"

#include "web/pages/controls.hpp"

namespace host {
namespace {

constexpr phrase skip{"Skip to the content", "跳到主要内容"};
constexpr phrase navigation{"Main menu", "主菜单"};
constexpr phrase me{"Who am I", "我的身份"};
constexpr phrase accounts{"My accounts", "我的账号"};
constexpr phrase password{"Password", "密码"};
constexpr phrase providers{"Providers", "登录方式"};
constexpr phrase users{"Users", "用户"};
constexpr phrase audit{"Audit", "审计日志"};
constexpr phrase tenants{"Tenants", "租户"};
constexpr phrase sign_out{"Sign out", "退出登录"};
constexpr phrase home{"Sign-in service", "登录服务"};
constexpr phrase signed_in_as{"Signed in as ", "当前用户："};

html head(std::string_view title) {
    return element(
        "head", {},
        {element("meta", {{"charset", "utf-8"}}),
         element("meta", {{"name", "viewport"}, {"content", "width=device-width"}}),
         element("meta", {{"name", "color-scheme"}, {"content", "light dark"}}), element("title", {}, {text(title)}),
         element("link", {{"rel", "icon"}, {"href", "data:,"}}),  // none, or browsers would ask for /favicon.ico
         element("link", {{"rel", "stylesheet"}, {"href", "/site.css"}}),
         element("script", {{"src", "/site.js"}, {"defer", ""}})});
}

bool is_below(std::string_view path, std::string_view place) {
    const auto page = path.substr(0, path.find('?'));
    return page.starts_with(place) && (page.size() == place.size() || (place != "/me" && page[place.size()] == '/'));
}

void append_entry(std::vector<html>& to, const page_frame& frame, std::string target, const phrase& name) {
    attributes with{{"href", target}};
    if (is_below(frame.path, target)) with.emplace_back("aria-current", "page");
    to.push_back(element("li", {}, {element("a", with, {text(name.in(frame.speaks))})}));
}

html menu(const page_frame& frame) {
    std::vector<html> entries;
    append_entry(entries, frame, "/me", me);
    append_entry(entries, frame, "/me/accounts", accounts);
    append_entry(entries, frame, "/me/password", password);
    if (frame.is_administrator) {
        append_entry(entries, frame, "/admin/providers", providers);
        append_entry(entries, frame, "/admin/users", users);
        append_entry(entries, frame, "/admin/audit", audit);
    }
    if (frame.is_operator) append_entry(entries, frame, "/admin/tenants", tenants);
    return element("nav", {{"aria-label", std::string{navigation.in(frame.speaks)}}}, {element("ul", {}, entries)});
}

html header(const page_frame& frame) {
    const auto in = frame.speaks;
    const auto name = frame.tenant_name.empty() ? home.in(in) : std::string_view{frame.tenant_name};
    std::vector<html> parts{link_to("/", name, "brand")};
    if (frame.user_name.empty()) return element("header", {}, parts);
    parts.push_back(menu(frame));
    parts.push_back(element(
        "div", {{"class", "person"}},
        {element("p", {}, {element("span", {{"class", "unseen"}}, {text(signed_in_as.in(in))}), text(frame.user_name)}),
         post_form(frame, "/logout", {submit_button(sign_out.in(in), "small")})}));
    return element("header", {}, parts);
}

html language_button(language it, std::string_view name, language now) {
    attributes with{{"type", "submit"},
                    {"name", "lang"},
                    {"value", std::string{language_tag(it)}},
                    {"lang", std::string{language_tag(it)}},
                    {"class", "plain"}};
    if (it == now) with.emplace_back("aria-current", "true");
    return element("button", with, {text(name)});
}

html footer(const page_frame& frame) {
    return element("footer", {},
                   {post_form(frame, "/language",
                              {hidden("next", frame.path), language_button(language::english, "English", frame.speaks),
                               language_button(language::chinese, "中文", frame.speaks)})});
}

html notice_markup(const notice& it) {
    const bool done = it.of == notice::kind::done;
    return element("p", {{"class", done ? "notice done" : "notice failed"}, {"role", done ? "status" : "alert"}},
                   {text(it.text)});
}

}  // namespace

std::string document(const page_frame& frame, std::string_view title, const std::vector<html>& content) {
    std::vector<html> inside;
    inside.push_back(element("h1", {}, {text(title)}));
    for (const auto& one : frame.notices)
        inside.push_back(notice_markup(one));
    inside.insert(inside.end(), content.begin(), content.end());
    attributes main{{"id", "content"}, {"tabindex", "-1"}};
    if (frame.user_name.empty()) main.emplace_back("class", "narrow");
    const auto body = element("body", {},
                              {link_to("#content", skip.in(frame.speaks), "skip"), header(frame),
                               element("main", main, inside), footer(frame)});
    return "<!DOCTYPE html>\n" +
           element("html", {{"lang", std::string{language_tag(frame.speaks)}}}, {head(title), body}).markup() + "\n";
}

}  // namespace host
