#include "login_page.hpp"

#include "stage.hpp"
#include "support/catch.hpp"

using namespace simulator;

namespace {

request wwlogin_visit(std::string member) {
    auto from = stage::qr_visit(std::move(member));
    from.path = "/wwlogin/sso/login";
    from.query.insert(from.query.begin(), {"login_type", "CorpApp"});
    return from;
}

std::string title(stage& on, const request& from) {
    auto body = answer_page(on.state, from, on.now).body;
    auto start = body.find("<title>") + 7;
    return body.substr(start, body.find("</title>") - start);
}

}  // namespace

TEST_CASE("wwlogin goes back with code and state", "[login_page]") {
    stage on;
    CHECK_THAT(on.location(wwlogin_visit("lisi")),
               Catch::Matchers::Matches(R"(https://sso\.example\.com/callback\?code=[A-Za-z0-9_-]{43}&state=s1)"));
}

TEST_CASE("qrConnect appends the corpid", "[login_page]") {
    stage on;
    auto from = stage::qr_visit("lisi");
    CHECK_THAT(on.location(from), Catch::Matchers::EndsWith("&state=s1&appid=ww3f6c1e8a2b9d4075"));
    from.path = "/wwopen/sso/v1/qrConnect";
    CHECK_THAT(on.location(from), Catch::Matchers::EndsWith("&state=s1&appid=ww3f6c1e8a2b9d4075"));
}

TEST_CASE("any state comes back from the login pages as it was", "[login_page]") {
    stage on;
    auto sent_to = on.location(with(stage::qr_visit("lisi"), "state", "web_login@gyoss9 & + 空"));
    auto received = make_request("GET", sent_to.substr(sent_to.find("/callback")));
    REQUIRE(received);
    CHECK(received->parameter("state") == "web_login@gyoss9 & + 空");
}

TEST_CASE("a refusal goes back without a code", "[login_page]") {
    stage on;
    CHECK(on.location(wwlogin_visit("deny")) == "https://sso.example.com/callback?state=s1");
    CHECK(on.location(stage::qr_visit("deny")) == "https://sso.example.com/callback?state=s1&appid=ww3f6c1e8a2b9d4075");
}

TEST_CASE("a wrong parameter gets a page that says so", "[login_page]") {
    struct row {
        const char* name;
        const char* value;
        const char* wwlogin;
        const char* qr_connect;
    };
    const char* bad_link = "该链接无法访问";
    const char* bad_domain = "redirect_uri 与配置的授权完成回调域名不一致";
    auto given = GENERATE_COPY(values<row>({
        {"appid", "ww0000000000000000", "appid 参数错误", bad_link},
        {"agentid", "1000009", bad_link, bad_link},
        {"agentid", "portal", bad_link, bad_link},
        {"redirect_uri", "", bad_link, bad_link},
        {"redirect_uri", "https://sso.example.com:8443/callback", bad_domain, bad_domain},
        {"redirect_uri", "https://sso.example.com@evil.example/", bad_link, bad_link},
    }));
    CAPTURE(given.name, given.value);
    stage on;
    CHECK(title(on, with(wwlogin_visit("lisi"), given.name, given.value)) == given.wwlogin);
    CHECK(title(on, with(stage::qr_visit("lisi"), given.name, given.value)) == given.qr_connect);
}

TEST_CASE("login_type may be absent and is not free", "[login_page]") {
    stage on;
    CHECK_FALSE(on.location(without(wwlogin_visit("lisi"), "login_type")).empty());
    CHECK(title(on, with(wwlogin_visit("lisi"), "login_type", "Other")) == "该链接无法访问");
    CHECK(title(on, with(wwlogin_visit("lisi"), "login_type", "ServiceApp")) == "appid 参数错误");
}

TEST_CASE("wwlogin takes either kind of domain, qrConnect the callback domain only", "[login_page]") {
    stage on;
    on.change_app(1000002, "trusted_domains", {"in-app.example.com"});
    on.change_app(1000002, "login_domains", {"qr.example.com"});
    auto in_app = "https://in-app.example.com/callback";
    CHECK_FALSE(on.location(with(wwlogin_visit("lisi"), "redirect_uri", in_app)).empty());
    CHECK(on.location(with(stage::qr_visit("lisi"), "redirect_uri", in_app)).empty());
    CHECK_FALSE(on.location(with(stage::qr_visit("lisi"), "redirect_uri", "https://qr.example.com/callback")).empty());
}

TEST_CASE("a member outside the visible range has no permission", "[login_page]") {
    stage on;
    CHECK(on.location(wwlogin_visit("Invisible")).empty());
    CHECK(title(on, wwlogin_visit("Invisible")) == "你没有权限登录此应用");
}

TEST_CASE("a disabled app has no login page", "[login_page]") {
    stage on;
    on.change_app(1000002, "enabled", false);
    CHECK(title(on, wwlogin_visit("lisi")) == "该链接无法访问");
}

TEST_CASE("the page offers every person and speaks the wanted language", "[login_page]") {
    stage on;
    auto from = stage::qr_visit("");
    CHECK(title(on, from) == "企业微信扫码登录");
    from.headers["accept-language"] = "en";
    CHECK(title(on, from) == "Log in with WeCom");
    from.query.emplace_back("lang", "zh");
    CHECK(title(on, from) == "企业微信扫码登录");
    auto body = answer_page(on.state, from, on.now).body;
    CHECK_THAT(body, Catch::Matchers::ContainsSubstring("<small>Invisible · 不在可见范围</small>"));
    CHECK_THAT(body, Catch::Matchers::ContainsSubstring("<small>Disabled · 已禁用</small>"));
    for (auto& who : on.state.people_and_apps.corporations[0].people)
        CHECK_THAT(body, Catch::Matchers::ContainsSubstring("value=\"" + who.id() + "\""));
}

TEST_CASE("a person's pick arrives as a form", "[login_page]") {
    stage on;
    auto from = stage::qr_visit("");
    from.method = "POST";
    from.body = "member=o.brien%40dublin";
    CHECK_FALSE(on.code(from).empty());
}
