#include "stage.hpp"
#include "support/catch.hpp"

using namespace simulator;
using namespace std::chrono_literals;
namespace json = boost::json;

namespace {

request post_ticket(const std::string& token, std::string body) {
    return {.method = "POST",
            .path = "/cgi-bin/auth/getuserdetail",
            .query = {{"access_token", token}},
            .body = body,
            .peer = "127.0.0.1"};
}

std::string as_body(const std::string& ticket) { return json::serialize(json::object{{"user_ticket", ticket}}); }

std::string ticket_of(stage& on, const std::string& member) {
    return std::string(on.redeem(stage::in_app_visit(member, "snsapi_privateinfo")).at("user_ticket").as_string());
}

}  // namespace

TEST_CASE("a redemption refuses in the known order", "[identity_api]") {
    stage on;
    auto token = on.token();
    CHECK(on.errcode("auth/getuserinfo", {{"access_token", token}}) == 41008);
    CHECK(on.errcode("auth/getuserinfo", {{"access_token", token}, {"code", "unknown"}}) == 40029);

    auto code = on.code(stage::qr_visit("lisi"));
    auto foreign = on.token(stage::attendance_secret);
    CHECK(on.errcode("auth/getuserinfo", {{"access_token", foreign}, {"code", code}}) == 50001);
    auto other_corp = on.token(stage::other_secret, stage::other_corpid);
    CHECK(on.errcode("auth/getuserinfo", {{"access_token", other_corp}, {"code", code}}) == 50001);

    on.change_app(1000002, "login_domains", json::array());
    on.change_app(1000002, "trusted_domains", json::array());
    CHECK(on.errcode("auth/getuserinfo", {{"access_token", token}, {"code", code}}) == 50001);
}

TEST_CASE("a code is good for one redemption", "[identity_api]") {
    stage on;
    auto code = on.code(stage::qr_visit("lisi"));
    parameters query{{"access_token", on.token()}, {"code", code}};
    CHECK(on.errcode("auth/getuserinfo", query) == 0);
    CHECK(on.errcode("auth/getuserinfo", query) == 40029);
}

TEST_CASE("a code is good for five minutes", "[identity_api]") {
    stage on;
    auto code = on.code(stage::qr_visit("lisi"));
    auto late = on.code(stage::qr_visit("lisi"));
    auto token = on.token();
    CHECK(code.size() == 43);
    on.now += 299s;
    CHECK(on.errcode("auth/getuserinfo", {{"access_token", token}, {"code", code}}) == 0);
    on.now += 1s;
    CHECK(on.errcode("auth/getuserinfo", {{"access_token", token}, {"code", late}}) == 40029);
}

TEST_CASE("a code survives a refusal of the token", "[identity_api]") {
    stage on;
    auto code = on.code(stage::qr_visit("lisi"));
    CHECK(on.errcode("auth/getuserinfo", {{"access_token", "revoked"}, {"code", code}}) == 40014);
    CHECK(on.errcode("auth/getuserinfo", {{"access_token", on.token()}, {"code", code}}) == 0);
}

TEST_CASE("the identity is spelled by the path and the kind of person", "[identity_api]") {
    struct row {
        const char* who;
        const char* path;
        const char* answer;
    };
    auto given = GENERATE(values<row>({
        {"zhangsan", "auth/getuserinfo", R"({"userid":"ZhangSan",)"},
        {"zhangsan", "user/getuserinfo", R"({"UserId":"ZhangSan","DeviceId":"",)"},
        {"ww90b7d25e4c1fa836/ZhangSan", "auth/getuserinfo", R"({"userid":"ww90b7d25e4c1fa836/ZhangSan",)"},
        {"oKz7q1PsVtN3mYw8RbXc5LdEf2Gh", "auth/getuserinfo", R"({"openid":"oKz7q1PsVtN3mYw8RbXc5LdEf2Gh",)"},
        {"oKz7q1PsVtN3mYw8RbXc5LdEf2Gh", "user/getuserinfo",
         R"({"OpenId":"oKz7q1PsVtN3mYw8RbXc5LdEf2Gh","DeviceId":"",)"},
        {"oKz7q1A9uJ4kZr6TnWvB0SxQe8Mp", "auth/getuserinfo",
         R"({"openid":"oKz7q1A9uJ4kZr6TnWvB0SxQe8Mp","external_userid":"wmQh2xBgAAfV7tKs3Lr9PzEc1YnUd5Wo",)"},
        {"Invisible", "auth/getuserinfo", R"({"userid":"Invisible",)"},
    }));
    CAPTURE(given.who, given.path);
    stage on;
    auto answered = on.redeem(stage::in_app_visit(given.who), given.path);
    CHECK(json::serialize(answered) == std::string(given.answer) + R"("errcode":0,"errmsg":"ok"})");
}

TEST_CASE("a ticket is for consenting, visible members of the corporation", "[identity_api]") {
    stage on;
    CHECK(on.redeem(stage::in_app_visit("lisi", "snsapi_privateinfo")).contains("user_ticket"));
    CHECK(on.redeem(stage::in_app_visit("lisi", "snsapi_privateinfo"), "user/getuserinfo").at("expires_in") == 1800);
    CHECK_FALSE(on.redeem(stage::in_app_visit("lisi", "snsapi_base")).contains("user_ticket"));
    CHECK_FALSE(on.redeem(stage::qr_visit("lisi")).contains("user_ticket"));
    CHECK_FALSE(on.redeem(stage::in_app_visit("Invisible", "snsapi_privateinfo")).contains("user_ticket"));
    CHECK_FALSE(
        on.redeem(stage::in_app_visit("ww90b7d25e4c1fa836/ZhangSan", "snsapi_privateinfo")).contains("user_ticket"));
}

TEST_CASE("getuserdetail refuses in the known order", "[identity_api]") {
    stage on;
    auto token = on.token();
    auto ticket = ticket_of(on, "lisi");
    auto errcode = [&](const std::string& with_token, std::string body) {
        return on.call(post_ticket(with_token, std::move(body))).at("errcode").to_number<int>();
    };
    CHECK(errcode(token, "not json") == 40058);
    CHECK(errcode(token, "[]") == 40058);
    CHECK(errcode(token, "{}") == 84090);
    CHECK(errcode(token, as_body("unknown")) == 84015);
    CHECK(errcode(on.token(stage::attendance_secret), as_body(ticket)) == 84015);
    on.change_app(1000002, "allow_partys", json::array());
    CHECK(errcode(token, as_body(ticket)) == 60011);
    on.now += 1800s;
    CHECK(errcode(token, as_body(ticket)) == 84014);
    CHECK(errcode(on.token(stage::attendance_secret), as_body(ticket)) == 84014);
}

TEST_CASE("getuserdetail wants POST", "[identity_api]") {
    stage on;
    auto from = post_ticket(on.token(), as_body(ticket_of(on, "lisi")));
    from.method = "GET";
    CHECK(on.call(from).at("errcode") == 40058);
}

TEST_CASE("getuserdetail tells what was consented to, again and again", "[identity_api]") {
    stage on;
    auto visit = stage::in_app_visit("zhangsan", "snsapi_privateinfo");
    visit.headers["x-simulate-consent"] = "mobile,biz_mail";
    auto ticket = std::string(on.redeem(visit).at("user_ticket").as_string());
    auto from = post_ticket(on.token(), as_body(ticket));
    CHECK(json::serialize(on.call(from)) ==
          R"({"errcode":0,"errmsg":"ok","userid":"ZhangSan","gender":"0","biz_mail":"zhangsan@xinghe.example.com",)"
          R"("mobile":"13800000001"})");
    from.path = "/cgi-bin/user/getuserdetail";
    CHECK(on.call(from).at("mobile") == "13800000001");
}

TEST_CASE("getuserdetail keeps what the administrator did not tick", "[identity_api]") {
    stage on;
    auto ticket = ticket_of(on, "zhangsan");
    on.change_app(1000002, "sensitive_fields", {"email"});
    auto details = on.call(post_ticket(on.token(), as_body(ticket)));
    CHECK(details.contains("email"));
    CHECK_FALSE(details.contains("mobile"));
    CHECK(details.at("gender") == "0");
}
