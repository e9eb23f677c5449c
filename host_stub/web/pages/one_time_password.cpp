#include "web/pages/one_time_password.hpp"

#include "web/pages/controls.hpp"

namespace host {
namespace {

constexpr phrase title{"One-time password of ", "一次性密码："};
constexpr phrase how{
    "Give it to the person now: it is not shown again. It is good for one sign-in, which asks for a new password.",
    "请立即转交本人：此密码仅显示一次，仅可登录一次，登录后须设置新密码。"};
constexpr phrase label{"Password", "密码"};

}  // namespace

html shown_once(const one_time_password& it, language in) {
    return element("section", {{"class", "notice done"}},
                   {element("h2", {}, {text(title.in(in)), text(it.name)}), paragraph(how.in(in)),
                    copyable("one-time-password", label.in(in), it.password, in)});
}

}  // namespace host
