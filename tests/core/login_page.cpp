#include "core/login_page.hpp"

#include "support/a_config.hpp"
#include "support/catch.hpp"

using namespace wecom;

namespace {

constexpr auto desktop = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/120.0 Safari/537.36";
constexpr auto phone = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Mobile Safari/604.1";
constexpr auto in_wecom = "Mozilla/5.0 (iPhone) Mobile MicroMessenger/7.0.1 wxwork/4.1.6";

login_option option(const config& settings, const char* agent, language lang = language::en) {
    const auto options = login_options(settings, agent, lang);
    REQUIRE(options.size() == 1);
    return options[0];
}

config with_agentid() { return a_config{}.with("agentid", 1000002); }

}  // namespace

TEST_CASE("a desktop is offered the QR page", "[login_page]") {
    const auto offered = option(with_agentid(), desktop);
    CHECK(!offered.hand_off);
    CHECK(offered.mode == login_mode::qr);
    CHECK(offered.label == "Scan with WeCom");
    CHECK(offered.form_action == "https://login.work.weixin.qq.com");
}

TEST_CASE("a browser inside WeCom is offered the in-app page", "[login_page]") {
    const auto offered = option(with_agentid(), in_wecom, language::zh);
    CHECK(!offered.hand_off);
    CHECK(offered.mode == login_mode::in_app);
    CHECK(offered.label == "企业微信登录");
    CHECK(offered.form_action == "https://open.weixin.qq.com");
}

TEST_CASE("a browser that cannot sign in is told where it can", "[login_page]") {
    // A phone cannot scan its own screen; without an Agent ID there is no QR page.
    for (const auto& offered : {option(with_agentid(), phone), option(a_config{}, desktop)}) {
        CHECK(offered.hand_off);
        CHECK(offered.mode == login_mode::in_app);
        CHECK(offered.label == "Open this page in WeCom to sign in");
    }
}

TEST_CASE("the button leads below the operator's base", "[login_page]") {
    const config settings = a_config{}
                                .with("agentid", "1000002")
                                .with("mode", "qr_legacy")
                                .with("network", {{"qr_base", "https://wecom.corp.example:8443/qr"}});
    CHECK(option(settings, desktop).mode == login_mode::qr_legacy);
    CHECK(option(settings, desktop).form_action == "https://wecom.corp.example:8443");
}

TEST_CASE("the button has the built-in icon unless one is configured", "[login_page]") {
    CHECK(option(a_config{}, desktop).icon_media_type == "image/svg+xml");
    CHECK(option(a_config{}, desktop).icon.starts_with("<svg"));

    const auto own = option(a_config{}.with("img_url", "data:image/png;base64,iVBORw0KGgo="), desktop);
    CHECK(own.icon_media_type == "image/png");
    CHECK(own.icon == "\x89PNG\r\n\x1a\n");
}
