#include "knobs.hpp"

#include "json_reader.hpp"
#include "stage.hpp"
#include "support/catch.hpp"

#include <fstream>

using namespace simulator;
using namespace std::chrono_literals;
namespace json = boost::json;

namespace {

// A stage with one knob turned.
struct turned : stage {
    turned(std::string_view name, json::value value) { turn(state.settings, json::object{{name, std::move(value)}}); }
};

std::string complaint(const json::value& patch) {
    knobs all;
    try {
        turn(all, patch);
    } catch (const malformed& reason) {
        return reason.what();
    }
    return "none";
}

json::object get_user(stage& on, std::string userid) {
    return on.call("user/get", {{"access_token", on.token()}, {"userid", std::move(userid)}});
}

}  // namespace

TEST_CASE("a knob is turned by its name and the others stay", "[knobs]") {
    knobs all;
    turn(all, {{"code_lifetime", 10}});
    CHECK(to_json(all).at("code_lifetime") == 10);
    CHECK(to_json(all).at("token_lifetime") == 7200);
}

TEST_CASE("a knob that is not there or cannot be turned so far is refused", "[knobs]") {
    CHECK(complaint({{"speed", 1}}) == "/speed: is not known");
    CHECK(complaint({{"code_lifetime", -1}}) == "/code_lifetime: must not be negative");
    CHECK(complaint({{"hint_tail", "often"}}) == "/hint_tail: is not one of the permitted values");
    CHECK(complaint({{"disabled_app_errcode", 7}}) == "/disabled_app_errcode: is not one of the permitted values");
    CHECK(complaint({{"huge_values", 1}}) == "/huge_values: must be true or false");
}

TEST_CASE("same_token_on_repeat decides whether gettoken repeats itself", "[knobs]") {
    stage on;
    CHECK(on.token() == on.token());
    turned off("same_token_on_repeat", false);
    CHECK(off.token() != off.token());
}

TEST_CASE("token_lifetime is told and kept", "[knobs]") {
    turned on("token_lifetime", 5);
    auto answered = on.call("gettoken", {{"corpid", stage::corpid}, {"corpsecret", stage::portal_secret}});
    CHECK(answered.at("expires_in") == 5);
    auto token = on.token();
    on.now += 5s;
    CHECK(on.errcode("getcallbackip", {{"access_token", token}}) == 42001);
}

TEST_CASE("code_lifetime is kept", "[knobs]") {
    turned on("code_lifetime", 5);
    auto code = on.code(stage::qr_visit("lisi"));
    on.now += 5s;
    CHECK(on.errcode("auth/getuserinfo", {{"access_token", on.token()}, {"code", code}}) == 40029);
}

TEST_CASE("ticket_lifetime is told and kept", "[knobs]") {
    turned on("ticket_lifetime", 5);
    auto identity = on.redeem(stage::in_app_visit("lisi", "snsapi_privateinfo"), "user/getuserinfo");
    CHECK(identity.at("expires_in") == 5);
    request from{.method = "POST",
                 .path = "/cgi-bin/auth/getuserdetail",
                 .query = {{"access_token", on.token()}},
                 .body = json::serialize(json::object{{"user_ticket", identity.at("user_ticket")}})};
    on.now += 5s;
    CHECK(on.call(from).at("errcode") == 84014);
}

TEST_CASE("consent_lifetime is kept", "[knobs]") {
    turned on("consent_lifetime", 5);
    auto from = stage::in_app_visit("", "snsapi_privateinfo");
    from.method = "POST";
    from.body = "member=lisi&decision=allow";
    CHECK_FALSE(on.location(from).empty());
    from.body = "member=lisi";
    CHECK_FALSE(on.location(from).empty());
    on.now += 5s;
    CHECK(on.location(from).empty());
}

TEST_CASE("the corpid on the callback can be switched for each login page", "[knobs]") {
    auto ends_with_appid = Catch::Matchers::EndsWith("&appid=ww3f6c1e8a2b9d4075");
    turned off("appid_on_qr_connect", false);
    CHECK_THAT(off.location(stage::qr_visit("lisi")), !ends_with_appid);
    turned on("appid_on_wwlogin", true);
    auto from = stage::qr_visit("lisi");
    from.path = "/wwlogin/sso/login";
    CHECK_THAT(on.location(from), ends_with_appid);
}

TEST_CASE("denial_redirects off keeps the person on the page", "[knobs]") {
    turned on("denial_redirects", false);
    CHECK(on.location(stage::qr_visit("deny")).empty());
    CHECK_THAT(answer_page(on.state, stage::qr_visit("deny"), on.now).body,
               Catch::Matchers::ContainsSubstring("你已取消登录"));
}

TEST_CASE("require_wecom_client off lets every browser in", "[knobs]") {
    turned on("require_wecom_client", false);
    auto from = stage::in_app_visit("lisi");
    from.headers.erase("user-agent");
    CHECK_FALSE(on.location(from).empty());
}

TEST_CASE("strict_state off lets every state pass the authorize page", "[knobs]") {
    turned on("strict_state", false);
    CHECK_THAT(on.location(with(stage::in_app_visit("lisi"), "state", "a-b_c")),
               Catch::Matchers::EndsWith("&state=a-b_c"));
}

TEST_CASE("check_domain_on_page off puts the check off to the redemption", "[knobs]") {
    turned on("check_domain_on_page", false);
    for (auto& from : {stage::in_app_visit("lisi"), stage::qr_visit("lisi")}) {
        auto elsewhere = with(from, "redirect_uri", "https://elsewhere.example/callback");
        CHECK(on.redeem(elsewhere).at("errcode") == 50001);
    }
}

TEST_CASE("hint_tail decides which refusals have a tail", "[knobs]") {
    turned always("hint_tail", "always"), never("hint_tail", "never");
    auto errmsg = [](stage& on, const char* path) {
        return std::string(on.call(path, {{"access_token", "x"}}).at("errmsg").as_string());
    };
    CHECK_THAT(errmsg(always, "user/get"), Catch::Matchers::ContainsSubstring(", hint: ["));
    CHECK(errmsg(never, "getcallbackip") == "invalid access_token");
}

TEST_CASE("error_code_header off leaves the headers out", "[knobs]") {
    turned on("error_code_header", false);
    for (auto& [name, value] : answer_api(on.state, stage::get("/cgi-bin/gettoken", {}), on.now).headers)
        CHECK_THAT(name, !Catch::Matchers::StartsWith("Error-"));
}

TEST_CASE("errcode_on_success off leaves out errcode 0 but no other", "[knobs]") {
    turned on("errcode_on_success", false);
    CHECK_FALSE(get_user(on, "lisi").contains("errcode"));
    CHECK(get_user(on, "nobody").at("errcode") == 60111);
}

TEST_CASE("unknown_fields adds what no client knows", "[knobs]") {
    turned on("unknown_fields", true);
    CHECK(json::serialize(get_user(on, "lisi").at("grey_feature")) == R"({"nested":[1,null,"text"]})");
}

TEST_CASE("escape_non_ascii writes surrogate pairs", "[knobs]") {
    turned on("escape_non_ascii", true);
    auto from = stage::get("/cgi-bin/user/get", {{"access_token", on.token()}, {"userid", "lisi"}});
    auto body = answer_api(on.state, from, on.now).body;
    CHECK_THAT(body, Catch::Matchers::ContainsSubstring(R"("name":"\u674e\u56db \ud83d\ude80")"));
    CHECK(json::parse(body).at("name") == "李四 \xF0\x9F\x9A\x80");
}

TEST_CASE("huge_values makes tokens, codes and tickets 512 bytes long", "[knobs]") {
    turned on("huge_values", true);
    CHECK(on.token().size() == 512);
    CHECK(on.code(stage::qr_visit("lisi")).size() == 512);
    auto identity = on.redeem(stage::in_app_visit("lisi", "snsapi_privateinfo"));
    CHECK(identity.at("user_ticket").as_string().size() == 512);
}

TEST_CASE("userid_case changes the identity and not the profile", "[knobs]") {
    turned lower("userid_case", "lower"), upper("userid_case", "upper");
    CHECK(lower.redeem(stage::qr_visit("ZhangSan")).at("userid") == "zhangsan");
    CHECK(upper.redeem(stage::qr_visit("ZhangSan")).at("userid") == "ZHANGSAN");
    CHECK(get_user(upper, "ZHANGSAN").at("userid") == "ZhangSan");
}

TEST_CASE("disabled_app_errcode is what gettoken answers for a disabled app", "[knobs]") {
    turned on("disabled_app_errcode", 50003);
    on.change_app(1000002, "enabled", false);
    CHECK(on.errcode("gettoken", {{"corpid", stage::corpid}, {"corpsecret", stage::portal_secret}}) == 50003);
}

TEST_CASE("the answers about invisible and departed members can be 60111", "[knobs]") {
    turned invisible("invisible_member_errcode", 60111), left("left_member_found", false);
    CHECK(get_user(invisible, "Invisible").at("errcode") == 60111);
    CHECK(get_user(left, "Departed").at("errcode") == 60111);
}

TEST_CASE("the limits can be set and lifted", "[knobs]") {
    turned never_banned("wrong_secrets_until_ban", 0), unlimited("calls_per_minute", 0);
    for (int i = 0; i < 200; ++i)
        CHECK(never_banned.errcode("gettoken", {{"corpid", stage::corpid}, {"corpsecret", "x"}}) == 40001);
    auto token = unlimited.token();
    for (int i = 0; i < 10001; ++i)
        if (unlimited.errcode("getcallbackip", {{"access_token", token}}) != 0) FAIL("limited at call " << i);
}

TEST_CASE("every knob is described in the guide", "[knobs]") {
    std::ifstream in(SIMULATOR_GUIDE);
    std::string guide(std::istreambuf_iterator<char>(in), {});
    REQUIRE_FALSE(guide.empty());
    for (auto& member : to_json(knobs{}))
        CHECK_THAT(guide, Catch::Matchers::ContainsSubstring("`" + std::string(member.key()) + "`"));
}
