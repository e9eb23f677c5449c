#include "web/texts.hpp"

namespace host {
namespace {

constexpr texts english{
    .sign_in = "Sign in",
    .nobody_configured = "There is no way to sign in from this browser. Please ask your administrator.",
    .sign_in_failed = "Sign-in failed",
    .try_again = "Back to the sign-in page",
    .incident = "If you ask for help, name this number:",
    .signed_in = "You are signed in",
    .sign_out = "Sign out",
    .not_found = "There is no such page.",
    .not_allowed = "This page cannot be used in this way.",
    .bad_request = "The address or the form is not complete or not correct. Please begin again.",
    .forbidden = "This form is out of date. Please go back, reload the page and try again.",
    .server_error = "Something went wrong on our side. Please try again later.",
    .provider = "Signed in with",
    .verdict = "Kind",
    .issuer = "Issuer",
    .subject = "Account",
    .name = "Name",
    .email = "E-mail",
    .phone = "Phone",
    .avatar = "Picture",
    .claims = "More",
    .flags = "Notes",
    .since = "Since",
};

constexpr texts chinese{
    .sign_in = "登录",
    .nobody_configured = "此浏览器没有可用的登录方式，请联系管理员。",
    .sign_in_failed = "登录失败",
    .try_again = "返回登录页",
    .incident = "如需帮助，请提供此编号：",
    .signed_in = "您已登录",
    .sign_out = "退出登录",
    .not_found = "页面不存在。",
    .not_allowed = "不支持以这种方式访问此页面。",
    .bad_request = "地址或表单不完整或不正确，请重新开始。",
    .forbidden = "此表单已过期，请返回并刷新页面后重试。",
    .server_error = "服务出现问题，请稍后再试。",
    .provider = "登录方式",
    .verdict = "类型",
    .issuer = "签发方",
    .subject = "账号",
    .name = "姓名",
    .email = "邮箱",
    .phone = "电话",
    .avatar = "头像",
    .claims = "更多信息",
    .flags = "备注",
    .since = "登录时间",
};

}  // namespace

const texts& texts_in(language of) { return of == language::chinese ? chinese : english; }

std::string_view problem_text(const texts& words, unsigned status) {
    switch (status) {
        case 404: return words.not_found;
        case 405: return words.not_allowed;
        case 403: return words.forbidden;
        default: return words.bad_request;
    }
}

}  // namespace host
