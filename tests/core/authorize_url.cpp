#include "core/authorize_url.hpp"

#include "core/encoding.hpp"
#include "support/a_config.hpp"
#include "support/outcome.hpp"

using namespace wecom;

namespace {

authorize_target a_target(login_mode mode) { return {mode, "https://sso.example.com/callback?a=1&b=+ #空", "stAte0"}; }

constexpr auto redirect_uri = "https%3A%2F%2Fsso.example.com%2Fcallback%3Fa%3D1%26b%3D%2B%20%23%E7%A9%BA";

config with_agentid(a_config settings = {}) { return settings.with("agentid", "1000002"); }

std::string url(const config& settings, login_mode mode) {
    return make_authorize_url(settings, a_target(mode)).value();
}

constexpr auto desktop = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/120.0 Safari/537.36";
constexpr auto in_wecom =
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Mobile MicroMessenger/7.0.1 wxwork/4.1.6";

}  // namespace

TEST_CASE("the in-app page gets corporation, address, scope and state, and the fragment", "[authorize_url]") {
    const std::string start =
        "https://open.weixin.qq.com/connect/oauth2/authorize?appid=ww1a2b3c4d5e6f7a8b&redirect_uri=";
    CHECK(url(a_config{}, login_mode::in_app) ==
          start + redirect_uri + "&response_type=code&scope=snsapi_base&state=stAte0#wechat_redirect");
    CHECK(url(with_agentid(a_config{}.with("scope", "snsapi_privateinfo")), login_mode::in_app) ==
          start + redirect_uri +
              "&response_type=code&scope=snsapi_privateinfo&state=stAte0&agentid=1000002#wechat_redirect");
}

TEST_CASE("the QR page gets the login type, corporation and app", "[authorize_url]") {
    CHECK(url(with_agentid(), login_mode::qr) ==
          std::string{"https://login.work.weixin.qq.com/wwlogin/sso/login?login_type=CorpApp&appid=ww1a2b3c4d5e6f7a8b"
                      "&agentid=1000002&redirect_uri="} +
              redirect_uri + "&state=stAte0&lang=zh");
}

TEST_CASE("the older QR page gets corporation and app", "[authorize_url]") {
    CHECK(url(with_agentid(), login_mode::qr_legacy) ==
          std::string{"https://open.work.weixin.qq.com/wwopen/sso/qrConnect?appid=ww1a2b3c4d5e6f7a8b"
                      "&agentid=1000002&redirect_uri="} +
              redirect_uri + "&state=stAte0&lang=zh");
}

TEST_CASE("a private deployment has the pages below its own bases", "[authorize_url]") {
    const auto settings = with_agentid(a_config{}.with(
        "network", {{"in_app_base", "https://wecom.corp.example:8443/wx/"}, {"qr_base", "https://[fd00::1]:9443/qr"}}));
    CHECK(
        url(settings, login_mode::in_app).starts_with("https://wecom.corp.example:8443/wx/connect/oauth2/authorize?"));
    CHECK(url(settings, login_mode::qr).starts_with("https://[fd00::1]:9443/qr/wwlogin/sso/login?"));
    CHECK(url(settings, login_mode::qr_legacy).starts_with("https://[fd00::1]:9443/qr/wwopen/sso/qrConnect?"));
}

TEST_CASE("no redirect URI adds a parameter to the page's address", "[authorize_url][T09][T10]") {
    for (const std::string nasty :
         {"https://h/c?next=x&state=forged", "https://h/#wechat_redirect", "https://h/\r\nX: y",
          "https://h/?a=%26state%3Dforged", "https://h/\"><script>", "https://h/\xFF"})
        for (const auto mode : {login_mode::in_app, login_mode::qr, login_mode::qr_legacy}) {
            auto target = a_target(mode);
            target.redirect_uri = nasty;
            const auto made = make_authorize_url(with_agentid(), target).value();
            INFO(made);
            const auto from = made.find("redirect_uri=") + 13;
            CHECK(form_decode(made.substr(from, made.find('&', from) - from)) == nasty);
            CHECK(made.find("state=") == made.rfind("state="));
        }
}

TEST_CASE("a QR page without the Agent ID is refused by naming the field", "[authorize_url]") {
    for (const auto mode : {login_mode::qr, login_mode::qr_legacy}) {
        const auto refused = make_authorize_url(a_config{}, a_target(mode));
        CHECK(outcome(refused) == "config_field");
        CHECK(refused.error().detail.starts_with("/agentid: "));
    }
}

TEST_CASE("the QR page speaks the configured language, else the person's", "[authorize_url]") {
    auto english = a_target(login_mode::qr);
    english.lang = language::en;
    CHECK(make_authorize_url(with_agentid(), english)->ends_with("&lang=en"));
    CHECK(make_authorize_url(with_agentid(a_config{}.with("lang", "zh")), english)->ends_with("&lang=zh"));
    CHECK(url(with_agentid(a_config{}.with("lang", "en")), login_mode::qr).ends_with("&lang=en"));
}

TEST_CASE("the kind of a browser is read from its User-Agent", "[authorize_url]") {
    const std::pair<const char*, browser_kind> table[] = {
        {in_wecom, browser_kind::wecom},
        {"Mozilla/5.0 (Linux; Android 13) Mobile MicroMessenger/7.0.1 WXWork/4.1.6 NetType/WIFI", browser_kind::wecom},
        {"Mozilla/5.0 (Windows NT 10.0) MicroMessenger/7.0.1 WindowsWechat wxwork/4.1.6", browser_kind::wecom},
        {"Mozilla/5.0 (Linux; Android 10) wxworklocal/3.3.0 wxwork/3.3.0 MicroMessenger/7.0.1", browser_kind::wecom},
        {"Mozilla/5.0 (iPhone) Mobile MicroMessenger/8.0.1", browser_kind::phone},
        {"Mozilla/5.0 (iPad; CPU OS 16_0 like Mac OS X)", browser_kind::phone},
        {"Mozilla/5.0 (Linux; Android 13; Pixel 7)", browser_kind::phone},
        {"Mozilla/5.0 (Phone; OpenHarmony 5.0) ArkWeb/4.1", browser_kind::phone},
        {"Mozilla/5.0 (Windows NT 10.0) MicroMessenger/7.0.1 WindowsWechat", browser_kind::desktop},
        {desktop, browser_kind::desktop},
        {"about wxwork", browser_kind::desktop},
        {"", browser_kind::desktop},
    };
    for (const auto& [agent, kind] : table) {
        INFO(agent);
        CHECK(kind_of_browser(agent) == kind);
    }
}

TEST_CASE("auto means the in-app page inside WeCom and a QR page elsewhere", "[authorize_url]") {
    const auto automatic = [](const config& settings, const char* agent) {
        return effective_mode(login_mode::automatic, settings, agent);
    };
    CHECK(automatic(with_agentid(), in_wecom) == login_mode::in_app);
    CHECK(automatic(with_agentid(), desktop) == login_mode::qr);
    CHECK(automatic(with_agentid(), "") == login_mode::qr);
    CHECK(automatic(with_agentid(a_config{}.with("mode", "qr_legacy")), desktop) == login_mode::qr_legacy);
    CHECK(automatic(a_config{}, desktop) == login_mode::in_app);
    CHECK(automatic(with_agentid(a_config{}.with("mode", "in_app")), desktop) == login_mode::in_app);
}

TEST_CASE("a mode that was asked for stays, whatever the browser", "[authorize_url]") {
    for (const auto mode : {login_mode::in_app, login_mode::qr, login_mode::qr_legacy})
        for (const auto* agent : {desktop, in_wecom})
            CHECK(effective_mode(mode, with_agentid(), agent) == mode);
}
