#include "web/pages/bind_page.hpp"

#include "web/pages/controls.hpp"

namespace host {
namespace {

constexpr phrase title{"Connect your account", "绑定账号"};
constexpr phrase came_from{"You signed in with:", "您已通过以下方式登录："};
constexpr phrase unknown{
    "No user of this service has this account yet. Sign in once with your user name and password: from then on this "
    "account signs you in.",
    "该账号尚未绑定用户。请用用户名和密码登录一次，之后即可直接使用该账号登录。"};
constexpr phrase own{"It is not bound yet. Enter your password to bind it to your user.",
                     "该账号尚未绑定。请输入密码以绑定到您的用户。"};
constexpr phrase own_and_fresh{"It is not bound yet. Do you want to bind it to your user?",
                               "该账号尚未绑定。是否绑定到您的用户？"};
constexpr phrase provider{"Provider", "登录方式"};
constexpr phrase account{"Account", "账号"};
constexpr phrase name{"User name", "用户名"};
constexpr phrase password{"Password", "密码"};
constexpr phrase sign_in{"Sign in and bind", "登录并绑定"};
constexpr phrase bind{"Bind", "绑定"};
constexpr phrase cancel{"Cancel", "取消"};

html account_facts(const bind_view& view, language in) {
    fact_list out{in};
    out.add(provider, view.provider_name);
    out.add(account, view.display_name.empty() ? view.subject : view.display_name + " (" + view.subject + ")");
    return out.markup();
}

html sign_in_form(const page_frame& frame, const bind_view& view) {
    const auto in = frame.speaks;
    const bool is_stranger = frame.user_name.empty();
    std::vector<html> parts{hidden("next", view.next), hidden("account", view.account)};
    if (is_stranger)
        parts.push_back(labelled(
            {.id = "name", .label = std::string{name.in(in)}, .value = view.name, .autocomplete = "username"}));
    if (view.needs_password)
        parts.push_back(labelled({.id = "password",
                                  .label = std::string{password.in(in)},
                                  .type = "password",
                                  .autocomplete = "current-password",
                                  .problem = view.problem}));
    parts.push_back(submit_button(is_stranger ? sign_in.in(in) : bind.in(in)));
    return post_form(frame, "/bind", std::move(parts));
}

}  // namespace

std::string bind_page(const page_frame& frame, const bind_view& view) {
    const auto in = frame.speaks;
    const auto& question = frame.user_name.empty() ? unknown : view.needs_password ? own : own_and_fresh;
    return document(
        frame, title.in(in),
        {paragraph(came_from.in(in)), account_facts(view, in), paragraph(question.in(in)), sign_in_form(frame, view),
         post_form(frame, "/bind/cancel", {submit_button(cancel.in(in), "button quiet")})});
}

}  // namespace host
