#include "web/pages/password_pages.hpp"

#include "web/pages/controls.hpp"

namespace host {
namespace {

constexpr phrase change_title{"Change your password", "修改密码"};
constexpr phrase forced{"You signed in with a one-time password. Choose your own before you go on.",
                        "您使用的是一次性密码，请先设置自己的密码。"};
constexpr phrase current{"Current password", "当前密码"};
constexpr phrase fresh{"New password", "新密码"};
constexpr phrase fresh_help{"At least 10 characters. A few unrelated words are easy to remember and hard to guess.",
                            "至少 10 个字符。几个互不相关的词语既好记又难猜。"};
constexpr phrase again{"New password once more", "再次输入新密码"};
constexpr phrase change{"Change", "修改"};
constexpr phrase confirm_title{"Is it you?", "确认身份"};
constexpr phrase confirm_why{"This needs a fresh proof that it is you:", "以下操作需要再次确认您的身份："};
constexpr phrase password{"Your password", "您的密码"};
constexpr phrase go_on{"Continue", "继续"};
constexpr phrase other_ways{"Or sign in again with", "或重新登录"};

html password_input(std::string id, const phrase& label, std::string autocomplete, language in,
                    std::string_view help = {}, std::string problem = {}) {
    return labelled({.id = std::move(id),
                     .label = std::string{label.in(in)},
                     .type = "password",
                     .autocomplete = std::move(autocomplete),
                     .help = std::string{help},
                     .problem = std::move(problem)});
}

}  // namespace

std::string change_password_page(const page_frame& frame, const change_password_view& view) {
    const auto in = frame.speaks;
    std::vector<html> content;
    if (view.forced) content.push_back(paragraph(forced.in(in)));
    content.push_back(
        post_form(frame, "/me/password",
                  {hidden("next", view.next), password_input("password", current, "current-password", in),
                   password_input("new_password", fresh, "new-password", in, fresh_help.in(in), view.problem),
                   password_input("repeated_password", again, "new-password", in), submit_button(change.in(in))}));
    return document(frame, change_title.in(in), content);
}

std::string confirm_password_page(const page_frame& frame, const confirm_password_view& view) {
    const auto in = frame.speaks;
    std::vector<html> content{paragraph(confirm_why.in(in)),
                              element("p", {}, {element("strong", {}, {text(view.reason)})}),
                              post_form(frame, "/me/confirm",
                                        {hidden("next", view.next),
                                         password_input("password", password, "current-password", in, {}, view.problem),
                                         submit_button(go_on.in(in))})};
    if (!view.buttons.empty()) content.push_back(element("h2", {{"class", "or"}}, {text(other_ways.in(in))}));
    for (const auto& one : view.buttons)
        content.push_back(provider_button(one));
    return document(frame, confirm_title.in(in), content);
}

}  // namespace host
