#include "core/login_page.hpp"

#include "core/assets.hpp"
#include "core/authorize_url.hpp"

namespace wecom {
namespace {

struct label_texts {
    std::string_view en, zh;
};
constexpr label_texts inside{"Sign in with WeCom", "企业微信登录"};
constexpr label_texts scan{"Scan with WeCom", "企业微信扫码登录"};
constexpr label_texts open_there{"Open this page in WeCom to sign in", "请在企业微信中打开本页面登录"};

}  // namespace

std::vector<login_option> login_options(const config& settings, std::string_view user_agent, language lang) {
    const auto browser = kind_of_browser(user_agent);
    login_option option;
    option.mode = effective_mode(settings.mode, settings, user_agent);
    // The in-app page knows nobody outside WeCom, and a phone cannot scan its own screen.
    option.hand_off =
        browser != browser_kind::wecom && (option.mode == login_mode::in_app || browser == browser_kind::phone);
    if (option.hand_off) option.mode = login_mode::in_app;

    const auto& label = option.hand_off ? open_there : option.mode == login_mode::in_app ? inside : scan;
    option.label = lang == language::zh ? label.zh : label.en;
    option.icon = settings.icon.empty() ? std::string{icon_svg} : settings.icon;
    option.icon_media_type = settings.icon.empty() ? "image/svg+xml" : settings.icon_media_type;
    option.form_action = page_base(option.mode, settings.network).origin();
    return {option};
}

}  // namespace wecom
