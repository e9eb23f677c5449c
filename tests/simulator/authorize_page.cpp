#include "authorize_page.hpp"

#include "stage.hpp"
#include "support/catch.hpp"

using namespace simulator;
using namespace std::chrono_literals;

namespace {

std::string page(stage& on, const request& from) {
    auto shown = answer_page(on.state, from, on.now);
    CHECK(shown.status == 200);
    return shown.body;
}

request post(request from, std::string form) {
    from.method = "POST";
    from.body = std::move(form);
    return from;
}

}  // namespace

TEST_CASE("snsapi_base goes straight back with a code and the state", "[authorize_page]") {
    stage on;
    CHECK_THAT(on.location(stage::in_app_visit("lisi")),
               Catch::Matchers::Matches(R"(https://sso\.example\.com/callback\?code=[A-Za-z0-9_-]{43}&state=s1)"));
}

TEST_CASE("the answer joins a redirect_uri that has a query already", "[authorize_page]") {
    stage on;
    auto from = with(stage::in_app_visit("lisi"), "redirect_uri", "https://sso.example.com/callback?next=%2Fa%26b#top");
    CHECK_THAT(on.location(from), Catch::Matchers::StartsWith("https://sso.example.com/callback?next=%2Fa%26b&code="));
    CHECK_THAT(on.location(from), Catch::Matchers::EndsWith("&state=s1#top"));
}

TEST_CASE("an empty state comes back empty", "[authorize_page]") {
    stage on;
    CHECK_THAT(on.location(without(stage::in_app_visit("lisi"), "state")), Catch::Matchers::EndsWith("&state="));
}

TEST_CASE("a wrong parameter is named and nobody is sent anywhere", "[authorize_page]") {
    struct row {
        const char* name;
        const char* value;
        const char* named;
    };
    auto given = GENERATE(values<row>({
        {"appid", "ww0000000000000000", "appid"},
        {"response_type", "token", "response_type"},
        {"scope", "openid", "scope"},
        {"agentid", "1000009", "agentid"},
        {"redirect_uri", "https://sso.example.com:8443/callback", "redirect_uri"},
        {"redirect_uri", "https://example.com/callback", "redirect_uri"},
        {"redirect_uri", "javascript:alert(1)", "redirect_uri"},
        {"state", "web_login@gyoss9", "state"},
    }));
    CAPTURE(given.name, given.value);
    stage on;
    auto from = with(stage::in_app_visit("lisi"), given.name, given.value);
    CHECK(on.location(from).empty());
    CHECK_THAT(page(on, from),
               Catch::Matchers::ContainsSubstring(std::string("<h1>") + given.named + " 参数错误</h1>"));
}

TEST_CASE("a state of 128 characters is the longest", "[authorize_page]") {
    stage on;
    CHECK_FALSE(on.location(with(stage::in_app_visit("lisi"), "state", std::string(128, 'a'))).empty());
    CHECK(on.location(with(stage::in_app_visit("lisi"), "state", std::string(129, 'a'))).empty());
}

TEST_CASE("agentid may be missing for snsapi_base only", "[authorize_page]") {
    stage on;
    CHECK_FALSE(on.location(without(stage::in_app_visit("lisi"), "agentid")).empty());
    CHECK(on.location(without(stage::in_app_visit("lisi", "snsapi_privateinfo"), "agentid")).empty());
}

TEST_CASE("another client than WeCom's is told to use that", "[authorize_page]") {
    stage on;
    auto from = stage::in_app_visit("lisi");
    from.headers["user-agent"] = "Mozilla/5.0 Chrome/130.0";
    CHECK(on.location(from).empty());
    CHECK_THAT(page(on, from), Catch::Matchers::ContainsSubstring("请在企业微信客户端打开链接"));
    from.headers["accept-language"] = "en-GB,en;q=0.9";
    CHECK_THAT(page(on, from), Catch::Matchers::ContainsSubstring("Please open the link in the WeCom client"));
    from.headers["user-agent"] = "Mozilla/5.0 MicroMessenger/7.0.1 WXWork/4.1.6";
    CHECK_FALSE(on.location(from).empty());
}

TEST_CASE("a person picks who is logged in", "[authorize_page]") {
    stage on;
    auto from = stage::in_app_visit("");
    CHECK_THAT(page(on, from), Catch::Matchers::ContainsSubstring("<button name=\"member\" value=\"ZhangSan\">张三"));
    CHECK_THAT(page(on, from), Catch::Matchers::ContainsSubstring("O&#39;Brien &lt;QA &amp; &quot;Ops&quot;&gt;"));
    CHECK_FALSE(on.code(post(from, "member=ZhangSan")).empty());
    CHECK(on.location(post(from, "member=deny")) == "https://sso.example.com/callback?state=s1");
}

TEST_CASE("snsapi_privateinfo asks for consent to each detail once in 30 days", "[authorize_page]") {
    stage on;
    auto from = stage::in_app_visit("", "snsapi_privateinfo");
    auto picked = post(from, "member=ZhangSan");
    CHECK_THAT(page(on, picked), Catch::Matchers::ContainsSubstring("申请获取你的敏感信息"));
    CHECK_THAT(page(on, picked), Catch::Matchers::ContainsSubstring("name=\"field\" value=\"mobile\" checked> 手机"));
    picked.headers["accept-language"] = "en";
    CHECK_THAT(page(on, picked),
               Catch::Matchers::ContainsSubstring("name=\"field\" value=\"biz_mail\" checked> biz mail"));
    CHECK_FALSE(on.code(post(from, "member=ZhangSan&field=mobile&decision=allow")).empty());
    CHECK_FALSE(on.code(picked).empty());
    on.now += 30 * 24h;
    CHECK(on.location(picked).empty());
}

TEST_CASE("a person may refuse the consent", "[authorize_page]") {
    stage on;
    auto from = post(stage::in_app_visit("", "snsapi_privateinfo"), "member=ZhangSan&field=mobile&decision=deny");
    CHECK(on.location(from) == "https://sso.example.com/callback?state=s1");
}

TEST_CASE("the withdrawn scope snsapi_userinfo is silent and gives no contact data", "[authorize_page]") {
    stage on;
    auto ticket = on.redeem(stage::in_app_visit("ZhangSan", "snsapi_userinfo")).at("user_ticket").as_string();
    request from{.method = "POST",
                 .path = "/cgi-bin/auth/getuserdetail",
                 .query = {{"access_token", on.token()}},
                 .body = "{\"user_ticket\":\"" + std::string(ticket) + "\"}"};
    auto details = on.call(from);
    CHECK(details.at("gender") == "1");
    CHECK_FALSE(details.contains("mobile"));
    CHECK_FALSE(details.contains("email"));
}

TEST_CASE("a script that names nobody known is told so", "[authorize_page]") {
    stage on;
    CHECK(answer_page(on.state, stage::in_app_visit("nobody"), on.now).status == 400);
}
