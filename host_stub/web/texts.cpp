#include "web/texts.hpp"

namespace host {
namespace {

constexpr texts english{
    .sign_in_failed = "Sign-in failed",
    .not_found = "There is no such page.",
    .not_allowed = "This page cannot be used in this way.",
    .bad_request = "The address or the form is not complete or not correct. Please begin again.",
    .forbidden = "This form is out of date. Please go back, reload the page and try again.",
    .server_error = "Something went wrong on our side. Please try again later.",
};

constexpr texts chinese{
    .sign_in_failed = "登录失败",
    .not_found = "页面不存在。",
    .not_allowed = "不支持以这种方式访问此页面。",
    .bad_request = "地址或表单不完整或不正确，请重新开始。",
    .forbidden = "此表单已过期，请返回并刷新页面后重试。",
    .server_error = "服务出现问题，请稍后再试。",
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
