#include "login_page.hpp"

#include "trusted_domain.hpp"
#include "visit.hpp"

namespace simulator {

namespace {

struct complaint {
    std::string_view zh;
    std::string_view en;
};

constexpr complaint bad_link{"该链接无法访问", "This link cannot be opened"};
constexpr complaint bad_appid{"appid 参数错误", "The parameter appid is not right"};
constexpr complaint bad_domain{"redirect_uri 与配置的授权完成回调域名不一致",
                               "redirect_uri does not match the configured callback domain"};
constexpr complaint no_permission{"你没有权限登录此应用", "You have no permission to log in to this app"};

language asked_language(const request& from, bool by_browser) {
    auto asked = from.parameter("lang");
    if (asked.empty() && by_browser) asked = from.header("accept-language");
    return asked.starts_with("en") ? language::en : language::zh;
}

response say_no(language reader, const complaint& why, time_point now) {
    return notice_page(reader, say(reader, why.zh, why.en), now);
}

// Both pages from the point where only the domains and the callback's shape still differ.
response log_in(const visit& at, bool domain_trusted) {
    if (!domain_trusted && at.state.settings.check_domain_on_page) return say_no(at.reader, bad_domain, at.now);
    auto chosen = read_choice(at);
    auto title = say(at.reader, "企业微信扫码登录", "Log in with WeCom");
    if (auto answered = answer_without_person(at, chosen, title)) return *answered;
    bool own_member = !chosen.who->external() && !chosen.who->linked();
    if (own_member && !sees(*at.entered, *chosen.who)) return say_no(at.reader, no_permission, at.now);
    return send_back_code(at, *chosen.who, std::nullopt);
}

}  // namespace

response wwlogin_page(world& state, const request& from, time_point now) {
    auto reader = asked_language(from, false);
    auto type = from.parameter("login_type");
    if (!type.empty() && type != "CorpApp" && type != "ServiceApp") return say_no(reader, bad_link, now);
    auto* corp = type == "ServiceApp" ? nullptr : find_corporation(state.people_and_apps, from.parameter("appid"));
    if (!corp) return say_no(reader, bad_appid, now);
    auto* entered = find_app(*corp, from.parameter("agentid"));
    auto redirect_uri = from.parameter("redirect_uri");
    if (!entered || !entered->enabled || !can_send_back_to(redirect_uri)) return say_no(reader, bad_link, now);
    bool trusted =
        is_trusted(entered->trusted_domains, redirect_uri) || is_trusted(entered->login_domains, redirect_uri);
    return log_in({state, from, now, reader, *corp, entered, state.settings.appid_on_wwlogin}, trusted);
}

response qr_connect_page(world& state, const request& from, time_point now) {
    auto reader = asked_language(from, true);
    auto* corp = find_corporation(state.people_and_apps, from.parameter("appid"));
    if (!corp) return say_no(reader, bad_link, now);
    auto* entered = find_app(*corp, from.parameter("agentid"));
    auto redirect_uri = from.parameter("redirect_uri");
    if (!entered || !entered->enabled || !can_send_back_to(redirect_uri)) return say_no(reader, bad_link, now);
    bool trusted = is_trusted(entered->login_domains, redirect_uri);
    return log_in({state, from, now, reader, *corp, entered, state.settings.appid_on_qr_connect}, trusted);
}

}  // namespace simulator
