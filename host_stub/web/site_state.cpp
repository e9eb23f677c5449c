#include "web/site_state.hpp"

#include "providers/abi_names.hpp"
#include "web/pages/problem_page.hpp"
#include "web/security_headers.hpp"
#include "web/texts.hpp"
#include "web/token.hpp"

#include <algorithm>

namespace host {

std::string session_cookie_name(const site_state& site) { return host_cookie_name("idp_session", site.base.https); }

visitor visitor_of(const site_state& site, const request& from) {
    visitor out{preferred_language(find_field(from.headers, "Accept-Language")),
                parse_cookies(find_field(from.headers, "Cookie")), "", std::nullopt};
    const auto name = session_cookie_name(site);
    const auto mine =
        std::find_if(out.cookies.begin(), out.cookies.end(), [&](const auto& one) { return one.name == name; });
    if (mine == out.cookies.end()) return out;
    out.session_id = mine->value;
    out.signed_in = site.sessions.find(out.session_id, site.outside.now());
    return out;
}

std::string new_incident(const site_state& site) { return to_token(site.outside.random_bytes(6)); }

response html_response(const site_state& site, unsigned status, std::string document) {
    response out{status, {{"Content-Type", "text/html; charset=utf-8"}}, std::move(document), nullptr};
    harden_page(out, site.base.https);
    return out;
}

response redirect(const site_state& site, std::string location) {
    response out{303, {{"Location", std::move(location)}}, "", nullptr};
    harden_page(out, site.base.https);
    return out;
}

response problem(const site_state& site, language in, unsigned status) {
    return html_response(
        site, status,
        problem_page({.speaks = in}, {std::to_string(status), std::string{problem_text(texts_in(in), status)}}));
}

response refusal(site_state& site, language in, const configured_provider& by, const idp_error& why) {
    const auto incident = new_incident(site);
    site.log.write(log_level::warning, "login_refused",
                   {{"incident", incident},
                    {"provider", by.id()},
                    {"status", std::string{status_name(why.status)}},
                    {"reason", why.reason},
                    {"audience", std::string{audience_name(why.audience)}},
                    {"upstream", why.upstream},
                    {"detail", why.detail}});
    const auto& words = texts_in(in);
    const std::string_view said{why.public_text};
    auto out =
        html_response(site, static_cast<unsigned>(why.http_status),
                      problem_page({.speaks = in}, {std::string{words.sign_in_failed},
                                                    std::string{said.empty() ? words.server_error : said}, incident}));
    if (why.retry_after_ms > 0)
        out.headers.emplace_back("Retry-After", std::to_string((why.retry_after_ms + 999) / 1000));
    return out;
}

}  // namespace host
