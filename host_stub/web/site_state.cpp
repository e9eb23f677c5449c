#include "web/site_state.hpp"

#include "providers/abi_names.hpp"
#include "web/cookie.hpp"
#include "web/pages/problem_page.hpp"
#include "web/phrase.hpp"
#include "web/security_headers.hpp"
#include "web/token.hpp"

namespace host {
namespace {

constexpr phrase sign_in_failed{"Sign-in failed", "登录失败"};
constexpr phrase not_found{"There is no such page.", "页面不存在。"};
constexpr phrase not_allowed{"This page cannot be used in this way.", "不支持以这种方式访问此页面。"};
constexpr phrase bad_request{"The address or the form is not complete or not correct. Please begin again.",
                             "地址或表单不完整或不正确，请重新开始。"};
constexpr phrase forbidden{"This form is out of date. Please go back, reload the page and try again.",
                           "此表单已过期，请返回并刷新页面后重试。"};
constexpr phrase server_error{"Something went wrong on our side. Please try again later.",
                              "服务出现问题，请稍后再试。"};
constexpr phrase too_often{"There were too many failed attempts. Please wait a moment and try again.",
                           "失败次数过多，请稍候再试。"};

const phrase& text_of(unsigned status) {
    switch (status) {
        case 404: return not_found;
        case 405: return not_allowed;
        case 403: return forbidden;
        case 500: return server_error;
        default: return bad_request;
    }
}

}  // namespace

std::string session_cookie_name(const site_state& site) { return host_cookie_name("idp_session", site.base.https); }

std::string new_incident(const site_state& site) { return to_token(site.outside.random_bytes(6)); }

response html_response(const site_state& site, unsigned status, std::string document, const page_needs& needs) {
    response out{status, {{"Content-Type", "text/html; charset=utf-8"}}, std::move(document), nullptr};
    harden_page(out, site.base.https, needs);
    return out;
}

response file_response(const site_state& site, std::string_view media_type, std::string_view body) {
    response out{200, {{"Content-Type", std::string{media_type}}}, std::string{body}, nullptr};
    sandbox_file(out, site.base.https);
    return out;
}

response redirect(const site_state& site, std::string location) {
    response out{303, {{"Location", std::move(location)}}, "", nullptr};
    harden_page(out, site.base.https);
    return out;
}

void set_cookie(response& in, std::string value) { in.headers.emplace_back("Set-Cookie", std::move(value)); }

response problem(const site_state& site, const page_frame& frame, unsigned status) {
    return html_response(
        site, status, problem_page(frame, {std::to_string(status), std::string{text_of(status).in(frame.speaks)}, ""}));
}

response too_many(const site_state& site, const page_frame& frame, std::chrono::seconds wait) {
    auto out = html_response(site, 429, problem_page(frame, {"429", std::string{too_often.in(frame.speaks)}, ""}));
    out.headers.emplace_back("Retry-After", std::to_string(wait.count()));
    return out;
}

response refusal(const site_state& site, const page_frame& frame, std::string_view provider_id, const idp_error& why) {
    const auto incident = new_incident(site);
    site.log.write(log_level::warning, "login_refused",
                   {{"incident", incident},
                    {"provider", std::string{provider_id}},
                    {"status", std::string{status_name(why.status)}},
                    {"reason", why.reason},
                    {"audience", std::string{audience_name(why.audience)}},
                    {"upstream", why.upstream},
                    {"detail", why.detail}});
    const std::string_view said{why.public_text};
    auto out = html_response(
        site, static_cast<unsigned>(why.http_status),
        problem_page(frame, {std::string{sign_in_failed.in(frame.speaks)},
                             std::string{said.empty() ? server_error.in(frame.speaks) : said}, incident}));
    if (why.retry_after_ms > 0)
        out.headers.emplace_back("Retry-After", std::to_string((std::uint64_t{why.retry_after_ms} + 999) / 1000));
    return out;
}

}  // namespace host
