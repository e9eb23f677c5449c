#include "web/sample_pages.hpp"

#include "web/pages/accounts_page.hpp"
#include "web/pages/audit_page.hpp"
#include "web/pages/bind_page.hpp"
#include "web/pages/me_page.hpp"
#include "web/pages/password_pages.hpp"
#include "web/pages/problem_page.hpp"
#include "web/pages/provider_edit_page.hpp"
#include "web/pages/providers_page.hpp"
#include "web/pages/self_test_page.hpp"
#include "web/pages/tenants_page.hpp"
#include "web/pages/users_page.hpp"

#include <boost/json/parse.hpp>

using namespace host;

namespace {

using namespace std::chrono_literals;

const wall_time some_day{1795000000s};
constexpr auto icon = "/icons/wecom";

// One gallery in one language.
class gallery {
public:
    gallery(language in, const std::string& schema, const std::function<std::string(std::string_view)>& said)
        : in_{in}, schema_{schema}, text{said} {}

    std::map<std::string, std::string> all() const {
        std::map<std::string, std::string> out{
            {"login", login_page(stranger(), login())},
            {"login-refused", login_page(stranger(), refused_login())},
            {"login-nothing", login_page(stranger(), {.has_password_form = false})},
            {"bind", bind_page(stranger(), bind())},
            {"bind-signed-in", bind_page(person("/bind"), bind())},
            {"accounts", accounts_page(person("/me/accounts"), accounts())},
            {"accounts-fresh", accounts_page(person("/me/accounts"), fresh_accounts())},
            {"me", me_page(person("/me"), me())},
            {"password", change_password_page(person("/me/password"), {true, text("Too short."), "/me"})},
            {"confirm", confirm_password_page(person("/me/confirm"), confirmation())},
            {"problem",
             problem_page(stranger(), {text("Sign-in failed"), text("企业微信没有应答。"), text("A1b2C3d4")})},
            {"problem-signed-in",
             problem_page(person("/me"), {text("404"), text("No such page."), "", "/me/accounts"})},
        };
        out.merge(of_administrator());
        return out;
    }

private:
    std::map<std::string, std::string> of_administrator() const {
        return {
            {"audit", audit_page(administrator("/admin/audit"), audit())},
            {"audit-empty", audit_page(administrator("/admin/audit"), {})},
            {"providers", providers_page(administrator("/admin/providers"), providers())},
            {"providers-none", providers_page(administrator("/admin/providers"), {})},
            {"provider", provider_edit_page(administrator("/admin/providers/wecom"), edited(false))},
            {"provider-new", provider_edit_page(administrator("/admin/providers/new?type=x"), edited(true))},
            {"self-test", self_test_page(administrator("/admin/providers/wecom/test"), self_test(false))},
            {"self-test-running", self_test_page(administrator("/admin/providers/wecom/test"), self_test(true))},
            {"users", users_page(administrator("/admin/users"), users())},
            {"tenants", tenants_page(administrator("/admin/tenants"), tenants())},
        };
    }

    page_frame stranger() const {
        return {.speaks = in_, .path = "/login?next=" + text("/me"), .csrf_token = text("csrf")};
    }
    page_frame person(const std::string& path) const {
        return {.speaks = in_,
                .path = path,
                .csrf_token = text("csrf"),
                .user_name = text("zhangsan"),
                .tenant_name = text("Example 有限公司")};
    }
    page_frame administrator(const std::string& path) const {
        auto out = person(path);
        out.is_administrator = out.is_operator = true;
        out.notices = {{notice::kind::done, text("已保存")}, {notice::kind::problem, text("It could not be enabled.")}};
        return out;
    }

    login_view login() const {
        return {.buttons = {{text("企业微信扫码登录"), icon, "/api/v1/idp/org.idpplugin.wecom/wecom/login?mode=qr"}},
                .hand_offs = {{text("Open this page in WeCom to sign in"), icon,
                               text("https://sso.example.com/api/v1/idp/x")}},
                .next = text("/me"),
                .tenant = text("example")};
    }
    login_view refused_login() const {
        auto out = login();
        out.name = text("zhangsan");
        out.problem = text("The user name or the password is wrong.");
        out.tenants = {{text("example"), text("Example 有限公司")}, {text("other") + "2", text("Other")}};
        return out;
    }
    bind_view bind() const {
        return {text("企业微信"), text("张三"), text("zhangsan"), text("zs"), text("The password is wrong."),
                text("/me")};
    }
    accounts_view accounts() const {
        return {{{text("b1"), text("企业微信"), icon, text("张三"), text("zhangsan"), text("wecom:ww1a2b3c4d5e6f7a8b"),
                  some_day, true},
                 {text("b2"), text("Other"), "", "", text("zs@example.com"), text("other:1"), some_day, false}},
                {{text("oidc"), text("Example SSO"), icon}}};
    }
    accounts_view fresh_accounts() const {
        auto out = accounts();
        out.needs_password = false;
        return out;
    }
    me_view me() const {
        return {text("张三"),
                text("企业微信"),
                some_day,
                text("member"),
                text("wecom:ww1a2b3c4d5e6f7a8b"),
                text("zhangsan"),
                text("张三"),
                text("z@example.com"),
                text("13800000000"),
                text("https://example.com/a.png"),
                text("{\"department\":[1,2]}"),
                text("partial")};
    }
    confirm_password_view confirmation() const {
        return {text("Unbind 企业微信"), login().buttons, text("The password is wrong."), text("/me/accounts")};
    }
    audit_view audit() const {
        std::vector<audit_row> rows(3, {some_day, text("login"), text("zhangsan"),
                                        text("wecom:ww1a2b3c4d5e6f7a8b zhangsan"), text("192.0.2.1")});
        return {rows, {text("login"), text("bind") + "2"}, text("login"), text("100"), text("50")};
    }
    providers_view providers() const {
        return {{{text("wecom"), text("企业微信"), text("WeCom"), icon, true, ""},
                 {text("wecom-2"), text("企业微信（子公司）"), text("WeCom"), "", false,
                  text("/corpsecret: it is missing.")}},
                {{text("org.idpplugin.wecom"), text("WeCom")}}};
    }
    self_test_view self_test(bool running) const {
        const auto step = [&](step_state state, std::string_view said, std::string_view remedy) {
            return shown_test_step{state, text(said), remedy.empty() ? "" : text(remedy), 12ms};
        };
        return {
            text("wecom"),
            text("企业微信"),
            running,
            {step(step_state::passed, "The name is resolved.", ""),
             step(step_state::warning, "The certificate ends in 9 days.", "Tell the operator."),
             step(step_state::failed, "WeCom does not accept the secret (40001).", "Copy the Secret of the app again."),
             step(step_state::running, "The token is fetched.", ""), step(step_state::waiting, "IP", ""),
             step(step_state::skipped, "Agent", "")}};
    }
    users_view users() const {
        return {{{text("u1"), text("admin"), true, true, true, true},
                 {text("u2"), text("zhangsan"), false, false, false, false}},
                one_time_password{text("lisi"), text("correct-horse-battery")},
                text("ls"),
                text("This name is taken.")};
    }
    tenants_view tenants() const {
        return {{{text("example"), text("Example 有限公司")}},
                one_time_password{text("admin"), text("correct-horse-battery")},
                text("ex"),
                text("Ex"),
                text("admin"),
                text("This id is taken.")};
    }

    provider_edit_view edited(bool is_new) const {
        provider_edit_view out;
        out.is_new = is_new;
        out.id = text("wecom");
        out.name = text("企业微信");
        out.type_id = text("org.idpplugin.wecom");
        out.type_name = text("WeCom");
        out.name_problem = text("This is taken.");
        out.schema = *parse_config_schema(schema_, in_);
        out.state.for_operator = !is_new;
        out.icon = icon;
        if (is_new) return out;
        out.addresses = {
            {text("Sign-in"), text("https://sso.example.com/api/v1/idp/org.idpplugin.wecom/wecom/login")},
            {text("Callback"), text("https://sso.example.com/api/v1/idp/org.idpplugin.wecom/wecom/callback")}};
        out.state.host_values = {{"redirect_uri", text("https://sso.example.com/callback")},
                                 {"redirect_host", text("sso.example.com")}};
        for (const auto& field : out.schema.fields)
            out.state.problems[field.pointer] = text("This is not valid.");
        out.state.problems[""] = text("Something else is wrong.");
        out.state.shown = {{"corpid", text("ww1a2b3c4d5e6f7a8b")},
                           {"corpsecret", "never-shown"},
                           {"network", {{"no_proxy", {text("a.example")}}}}};
        out.state.stored = out.state.shown;
        return out;
    }

    const language in_;
    const std::string& schema_;
    const std::function<std::string(std::string_view)>& text;
};

}  // namespace

std::map<std::string, std::string> sample_pages(language in, const std::string& schema,
                                                const std::function<std::string(std::string_view)>& text) {
    return gallery{in, schema, text}.all();
}
