#include "web/pages/accounts_page.hpp"

#include "web/pages/controls.hpp"

namespace host {
namespace {

constexpr phrase title{"My accounts", "我的账号"};
constexpr phrase bound_title{"Bound", "已绑定"};
constexpr phrase not_bound_title{"Not bound yet", "未绑定"};
constexpr phrase nothing_bound{"No account is bound to your user.", "您的用户尚未绑定任何账号。"};
constexpr phrase account{"Account", "账号"};
constexpr phrase issuer{"Issuer", "签发方"};
constexpr phrase since{"Since", "绑定时间"};
constexpr phrase password{"Your password", "您的密码"};
constexpr phrase bind{"Bind", "绑定"};
constexpr phrase unbind{"Unbind", "解除绑定"};
constexpr phrase unbind_effect{"This account will no longer sign you in, and sessions that it began will end.",
                               "解除后该账号无法再登录，由其建立的会话将被终止。"};
constexpr phrase last_way{
    "It is your only way to sign in. Set a password or bind another account before you unbind it.",
    "这是您唯一的登录方式。请先设置密码或绑定其他账号，再解除绑定。"};

html heading(const std::string& icon, std::string_view name) {
    std::vector<html> inside;
    append_icon(inside, icon);
    inside.push_back(text(name));
    return element("h3", {}, inside);
}

struct guarded_action {
    std::string action, effect;  // effect: empty if there is nothing to warn of
    html what;
    phrase verb;
    std::string id, name;
};

// A form behind a click, which asks for the password if the person has not just signed in.
html guarded(const page_frame& frame, const accounts_view& view, const guarded_action& it) {
    const auto in = frame.speaks;
    const bool warns = !it.effect.empty();
    std::vector<html> parts{it.what};
    if (warns) parts.push_back(paragraph(it.effect));
    if (view.needs_password)
        parts.push_back(labelled({.id = it.id,
                                  .label = std::string{password.in(in)},
                                  .name = "password",
                                  .type = "password",
                                  .autocomplete = "current-password"}));
    parts.push_back(
        named("button", {{"type", "submit"}, {"class", warns ? "danger" : "button"}}, it.verb.in(in), it.name));
    return element("details", {{"class", "confirm"}},
                   {named("summary", {{"class", "small"}}, it.verb.in(in), it.name),
                    post_form(frame, it.action, std::move(parts))});
}

html bound_card(const page_frame& frame, const accounts_view& view, const bound_account& it, const std::string& id) {
    const auto in = frame.speaks;
    fact_list facts{in};
    facts.add(account, it.display_name.empty() ? it.subject : it.display_name + " (" + it.subject + ")");
    facts.add(issuer, it.issuer);
    facts.add(since, time_text(it.since));
    const guarded_action removal{
        "/me/accounts/unbind", std::string{unbind_effect.in(in)}, hidden("binding", it.id), unbind, id,
        it.provider_name};
    return element("li", {{"class", "card"}},
                   {heading(it.icon, it.provider_name), facts.markup(),
                    it.may_be_unbound ? guarded(frame, view, removal) : paragraph(last_way.in(in), "help")});
}

html free_card(const page_frame& frame, const accounts_view& view, const bindable_provider& it, const std::string& id) {
    const auto what = hidden("provider", it.id);
    const auto action = view.needs_password ? guarded(frame, view, {"/me/accounts/bind", "", what, bind, id, it.name})
                                            : post_form(frame, "/me/accounts/bind",
                                                        {what, named("button", {{"type", "submit"}, {"class", "small"}},
                                                                     bind.in(frame.speaks), it.name)});
    return element("li", {{"class", "card"}}, {heading(it.icon, it.name), action});
}

}  // namespace

std::string accounts_page(const page_frame& frame, const accounts_view& view) {
    const auto in = frame.speaks;
    std::vector<html> bound, free, content;
    for (const auto& one : view.bound)
        bound.push_back(bound_card(frame, view, one, "password-bound-" + std::to_string(bound.size())));
    for (const auto& one : view.not_bound)
        free.push_back(free_card(frame, view, one, "password-free-" + std::to_string(free.size())));
    content.push_back(element("h2", {}, {text(bound_title.in(in))}));
    content.push_back(bound.empty() ? paragraph(nothing_bound.in(in)) : element("ul", {{"class", "cards"}}, bound));
    if (!free.empty()) {
        content.push_back(element("h2", {}, {text(not_bound_title.in(in))}));
        content.push_back(element("ul", {{"class", "cards"}}, free));
    }
    return document(frame, title.in(in), content);
}

}  // namespace host
