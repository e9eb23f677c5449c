#include "core/authorize_url.hpp"

#include "core/encoding.hpp"
#include "core/http_message.hpp"

#include <algorithm>

namespace wecom {
namespace {

bool contains(std::string_view text, std::string_view part) { return text.find(part) != text.npos; }

std::string in_app_url(const config& settings, const authorize_target& target) {
    std::vector<std::pair<std::string_view, std::string_view>> parameters{
        {"appid", settings.corpid},
        {"redirect_uri", target.redirect_uri},
        {"response_type", "code"},
        {"scope", settings.ask_private_info ? "snsapi_privateinfo" : "snsapi_base"},
        {"state", target.state}};
    if (!settings.agentid.empty()) parameters.emplace_back("agentid", settings.agentid);
    // The WeCom client attaches the identity only if it sees this fragment.
    return with_query("/connect/oauth2/authorize", parameters) + "#wechat_redirect";
}

std::string qr_url(const config& settings, const authorize_target& target) {
    const auto lang = settings.lang.value_or(target.lang) == language::zh ? "zh" : "en";
    std::vector<std::pair<std::string_view, std::string_view>> parameters{{"appid", settings.corpid},
                                                                          {"agentid", settings.agentid},
                                                                          {"redirect_uri", target.redirect_uri},
                                                                          {"state", target.state},
                                                                          {"lang", lang}};
    if (target.mode == login_mode::qr_legacy) return with_query("/wwopen/sso/qrConnect", parameters);
    parameters.insert(parameters.begin(), {"login_type", "CorpApp"});
    return with_query("/wwlogin/sso/login", parameters);
}

}  // namespace

browser_kind kind_of_browser(std::string_view user_agent) {
    const auto agent = ascii_lower(user_agent);
    // WeCom's web view calls itself MicroMessenger as well; plain WeChat has no wxwork.
    if (contains(agent, "wxwork/") || contains(agent, "wxworklocal/")) return browser_kind::wecom;
    for (const auto* mark : {"iphone", "ipad", "android", "mobile", "harmony"})
        if (contains(agent, mark)) return browser_kind::phone;
    return browser_kind::desktop;
}

login_mode effective_mode(login_mode asked, const config& settings, std::string_view user_agent) {
    if (asked != login_mode::automatic) return asked;
    const bool no_qr_page = settings.mode == login_mode::in_app || settings.agentid.empty();
    if (no_qr_page || kind_of_browser(user_agent) == browser_kind::wecom) return login_mode::in_app;
    return settings.mode == login_mode::qr_legacy ? login_mode::qr_legacy : login_mode::qr;
}

web_url page_base(login_mode mode, const network_config& network) {
    if (mode == login_mode::in_app) return network.in_app_base;
    if (network.qr_base) return *network.qr_base;
    return {.scheme = "https",
            .host = mode == login_mode::qr_legacy ? "open.work.weixin.qq.com" : "login.work.weixin.qq.com",
            .port = "443"};
}

result<std::string> make_authorize_url(const config& settings, const authorize_target& target) {
    const bool in_app = target.mode == login_mode::in_app;
    if (!in_app && settings.agentid.empty())
        return error{.code = errc::config_field,
                     .detail = "/agentid: the QR page needs the Agent ID of the app. Enter it."};
    const auto base = page_base(target.mode, settings.network);
    return base.origin() + base.path + (in_app ? in_app_url(settings, target) : qr_url(settings, target));
}

}  // namespace wecom
