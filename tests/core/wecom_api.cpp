#include "core/wecom_api.hpp"

#include "support/a_config.hpp"
#include "support/outcome.hpp"

#include <algorithm>
#include <random>

using namespace wecom;
using namespace std::chrono_literals;

namespace {

using person = user_info::person;

secret as_secret(std::string_view text) { return secret{text}; }

std::string_view user_info_outcome(const std::string& body) { return outcome(parse_get_user_info_response(body)); }

// A token answer with one member as given; nothing leaves it out.
std::string token_answer(const std::string& token, const std::string& expires_in = "7200") {
    return R"({"errcode":0,"errmsg":"ok")" + (token.empty() ? "" : R"(,"access_token":)" + token) +
           (expires_in.empty() ? "" : R"(,"expires_in":)" + expires_in) + "}";
}

std::string answer(const std::string& members) { return R"({"errcode":0,"errmsg":"ok",)" + members + "}"; }

}  // namespace

TEST_CASE("each request is written exactly, every value encoded", "[wecom_api][T12]") {
    const auto nasty = as_secret("+ & = / 空格");
    constexpr auto encoded = "%2B%20%26%20%3D%20%2F%20%E7%A9%BA%E6%A0%BC";
    CHECK(make_get_token_request(a_config{}).target.reveal() ==
          "/cgi-bin/gettoken?corpid=ww1a2b3c4d5e6f7a8b&corpsecret=TheSecretOfYourAppHas43LettersDigits-and_-ab");
    CHECK(make_get_user_info_request(nasty, as_secret("c-x&access_token=evil")).target.reveal() ==
          std::string{"/cgi-bin/auth/getuserinfo?access_token="} + encoded + "&code=c-x%26access_token%3Devil");
    CHECK(make_user_get_request(as_secret("token"), "../a b").target.reveal() ==
          "/cgi-bin/user/get?access_token=token&userid=..%2Fa%20b");

    const auto detail = make_get_user_detail_request(nasty, as_secret("a\"b\\\n"));
    CHECK(detail.target.reveal() == std::string{"/cgi-bin/auth/getuserdetail?access_token="} + encoded);
    CHECK(detail.json_body.reveal() == R"({"user_ticket":"a\"b\\\n"})");
}

TEST_CASE("no value adds a line or a parameter to a request", "[wecom_api][T12][T27]") {
    std::minstd_rand random{42};
    const auto count = [](std::string_view text, char c) { return std::count(text.begin(), text.end(), c); };
    const auto base = parse_web_url("https://qyapi.weixin.qq.com").value();
    for (int round = 0; round < 2000; ++round) {
        std::string token(random() % 64, '\0'), code(random() % 64, '\0');
        std::generate(token.begin(), token.end(), [&] { return static_cast<char>(random() >> 8); });
        std::generate(code.begin(), code.end(), [&] { return static_cast<char>(random() >> 8); });

        const auto bytes = serialize(make_get_user_info_request(secret{token}, secret{code}), base);
        const auto text = bytes.reveal();
        const auto line = text.substr(0, text.find("\r\n"));
        REQUIRE(line.starts_with("GET /cgi-bin/auth/getuserinfo?access_token="));
        REQUIRE(line.ends_with(" HTTP/1.1"));
        REQUIRE((count(line, ' ') == 2 && count(line, '?') == 1 && count(line, '&') == 1 && count(line, '#') == 0));
        REQUIRE(text.substr(line.size()) ==
                "\r\nHost: qyapi.weixin.qq.com\r\nUser-Agent: idp-wecom\r\nAccept: application/json\r\n"
                "Accept-Encoding: identity\r\n\r\n");
    }
}

TEST_CASE("a token answer gives a token and its lifetime", "[wecom_api]") {
    const auto token = parse_get_token_response(token_answer(R"("a-token_214")"));
    REQUIRE(token);
    CHECK(token->value.reveal() == "a-token_214");
    CHECK(token->lifetime == 7200s);
}

TEST_CASE("a token with a form that WeCom does not use is refused", "[wecom_api][F57]") {
    const auto longest = "\"" + std::string(512, 'a') + "\"";
    CHECK(outcome(parse_get_token_response(token_answer(longest))) == "ok");
    for (const std::string token : {"", "\"\"", "null", "0", "[]", "{}", "true", R"("a\r\nb")", R"("a&b")", R"("a b")",
                                    R"("空")", R"("a#b")", R"("a?b")", R"("a%b")"}) {
        INFO(token);
        CHECK(outcome(parse_get_token_response(token_answer(token))) == "schema");
    }
    CHECK(outcome(parse_get_token_response(token_answer("\"" + std::string(513, 'a') + "\""))) == "schema");
}

TEST_CASE("a lifetime is clamped, and short if absurd", "[wecom_api][F58]") {
    const std::pair<const char*, std::chrono::seconds> table[] = {
        {"", 300s},
        {"0", 300s},
        {"-1", 300s},
        {"\"7200\"", 300s},
        {"1e400", 300s},
        {"null", 300s},
        {"7200.0", 300s},
        {"9223372036854775808", 300s},
        {"1", 60s},
        {"60", 60s},
        {"61", 61s},
        {"7200", 7200s},
        {"1000000000", 7200s},
        {"9223372036854775807", 7200s},
    };
    for (const auto& [expires_in, lifetime] : table) {
        INFO(expires_in);
        const auto token = parse_get_token_response(token_answer("\"t\"", expires_in));
        REQUIRE(token);
        CHECK(token->lifetime == lifetime);
    }
}

TEST_CASE("an answer without an integer errcode of 0 is no success", "[wecom_api][T02][F52][F53]") {
    const std::pair<const char*, const char*> table[] = {
        {R"("errmsg":"ok",)", "schema"},
        {R"("errcode":"0",)", "schema"},
        {R"("errcode":0.0,)", "schema"},
        {R"("errcode":true,)", "schema"},
        {R"("errcode":null,)", "schema"},
        {R"("errcode":[0],)", "schema"},
        {R"("errcode":1e0,)", "schema"},
        {R"("errcode":0e0,)", "schema"},
        {R"("errcode":-0,)", "json"},
        {R"("errcode":"",)", "schema"},
        {R"("ErrCode":0,)", "schema"},
        {R"("errcode":0,"errcode":0,)", "json"},
        {R"("errcode":1,)", "upstream"},
        {R"("errcode":-1,)", "busy"},
        {R"("errcode":999999,)", "upstream"},
        {R"("errcode":2147483648,)", "upstream"},
        {R"("errcode":9223372036854775808,)", "upstream"},
        {R"("errcode":1e30,)", "schema"},
        {R"("errcode":40029,"errmsg":"ok",)", "code_invalid"},
        {R"("errcode":0,"errmsg":"busy",)", "ok"},
        {R"("errcode":0,"errmsg":7,)", "ok"},
        {R"("errcode":0,)", "ok"},
    };
    for (const auto& [members, expected] : table) {
        INFO(members);
        CHECK(user_info_outcome("{" + std::string{members} + R"("userid":"zhangsan"})") == expected);
        CHECK(outcome(parse_get_token_response("{" + std::string{members} + R"("access_token":"t"})")) == expected);
        CHECK(outcome(parse_user_get_response("{" + std::string{members} + R"("userid":"a"})", "a")) == expected);
    }
}

TEST_CASE("an answer that is no JSON object is no success", "[wecom_api][T02]") {
    for (const std::string body : {"", "[]", "null", "\"ok\"", "<html>502</html>", R"({"errcode":0,"userid":"a"}x)"}) {
        CHECK(user_info_outcome(body) == "json");
        CHECK(outcome(parse_get_token_response(body)) == "json");
        CHECK(outcome(parse_get_user_detail_response(body, "a")) == "json");
    }
    CHECK(user_info_outcome("{}") == "schema");
}

TEST_CASE("a member is who has a userid, in either spelling", "[wecom_api]") {
    for (const auto* members : {R"("userid":"ZhangSan","user_ticket":"ticket")", R"("UserId":"ZhangSan","DeviceId":"")",
                                R"("userid":"ZhangSan","UserId":"ZhangSan")", R"("userid":"ZhangSan","openid":"")",
                                R"("userid":"ZhangSan","user_doc_ticket":"x","unknown":{"a":[1]})"}) {
        const auto who = parse_get_user_info_response(answer(members));
        REQUIRE(who);
        CHECK(who->who == person::member);
        CHECK(who->userid == "ZhangSan");
    }
    CHECK(parse_get_user_info_response(answer(R"("userid":"a","user_ticket":"ticket")"))->user_ticket.reveal() ==
          "ticket");
}

TEST_CASE("an answer that names nobody is refused", "[wecom_api][T01][T47]") {
    for (const auto* members : {R"("userid":"")",
                                R"("userid":null)",
                                R"("userid":0)",
                                R"("userid":[])",
                                R"("userid":{})",
                                R"("userid":true)",
                                R"("userid":" ")",
                                R"("userid":"\t")",
                                R"("UserId":"")",
                                R"("UserId":null)",
                                R"("UserId":0)",
                                R"("openid":"")",
                                R"("openid":null)",
                                R"("openid":" ")",
                                R"("external_userid":"")",
                                R"("external_userid":0)",
                                R"("name":"Zhang San")",
                                R"("USERID":"zhangsan")",
                                R"("userId":"zhangsan")",
                                R"("DeviceId":"d")",
                                R"("userid":"","openid":"","external_userid":"")",
                                R"("userid":null,"UserId":"zhangsan")"}) {
        INFO(members);
        CHECK(user_info_outcome(answer(members)) == "schema");
    }
    CHECK(user_info_outcome(R"({"errcode":0})") == "schema");
}

TEST_CASE("an outsider is never a member", "[wecom_api][T01][T48][F60]") {
    for (const auto* members :
         {R"("openid":"zhangsan")", R"("OpenId":"zhangsan","DeviceId":"d")", R"("external_userid":"zhangsan")",
          R"("openid":"zhangsan","external_userid":"wmX")", R"("userid":"","openid":"zhangsan")"}) {
        const auto who = parse_get_user_info_response(answer(members));
        REQUIRE(who);
        CHECK(who->who == person::external);
        CHECK(who->userid == "");
    }
}

TEST_CASE("an answer of which two identities could be read is refused", "[wecom_api][F54][F59][F60]") {
    for (const auto* members :
         {R"("userid":"a","openid":"o")", R"("userid":"a","external_userid":"wmX")", R"("UserId":"a","OpenId":"o")",
          R"("userid":"a","UserId":"b")", R"("userid":"a","UserId":"A")", R"("userid":"a","UserId":"")",
          R"("openid":"o","OpenId":"p")", R"("userid":"a","OpenId":0)"}) {
        INFO(members);
        CHECK(user_info_outcome(answer(members)) == "schema");
    }
    CHECK(user_info_outcome(answer(R"("userid":"a","user\u0069d":"b")")) == "json");
}

TEST_CASE("a userid has 1 to 64 of WeCom's characters", "[wecom_api][T28][F59]") {
    const auto with_userid = [](const std::string& id) {
        return user_info_outcome(answer("\"userid\":\"" + id + "\""));
    };
    for (const auto* good : {"a", "0", "zhang.san", "a_b-c@d.e"})
        CHECK(with_userid(good) == "ok");
    for (const auto* bad : {"-a", ".a", "_a", "@a", "a b", "a ", " a", "张三", "zhangs\xC4\xB1n", "ｚhang",
                            "a\xE2\x80\x8B", "zh\xD0\xB0ng", "a\\n", "a#b", "a:b", "a%20", "a+b", "a\\\\b"}) {
        INFO(bad);
        CHECK(with_userid(bad) == "schema");
    }
    CHECK(with_userid("a\\u0000") == "json");
    CHECK(with_userid(std::string(64, 'a')) == "ok");
    CHECK(with_userid(std::string(65, 'a')) == "schema");
}

TEST_CASE("a userid with a slash is a member of a linked corporation", "[wecom_api][T15]") {
    const auto who = parse_get_user_info_response(answer(R"("userid":"wwbbbb/LiSi")"));
    REQUIRE(who);
    CHECK(who->who == person::linked);
    CHECK(who->linked_corpid == "wwbbbb");
    CHECK(who->userid == "LiSi");
    for (const auto* bad : {"/lisi", "wwbbbb/", "/", "a/b/c", "ww bb/lisi", "wwbbbb#linked/lisi", "wwbbbb/li si", "//"})
        CHECK(user_info_outcome(answer("\"userid\":\"" + std::string{bad} + "\"")) == "schema");
}

TEST_CASE("an outsider's id and a ticket have their limits", "[wecom_api]") {
    const auto of_size = [](const char* name, std::size_t size) {
        return user_info_outcome(answer("\"" + std::string{name} + "\":\"" + std::string(size, 'o') + "\""));
    };
    CHECK(of_size("openid", 64) == "ok");
    CHECK(of_size("openid", 65) == "schema");
    CHECK(of_size("external_userid", 65) == "schema");
    CHECK(of_size("userid\":\"a\",\"user_ticket", 512) == "ok");
    CHECK(of_size("userid\":\"a\",\"user_ticket", 513) == "schema");
    CHECK(user_info_outcome(answer(R"("openid":"o#p")")) == "schema");
}

TEST_CASE("a failure carries WeCom's errcode and not its body", "[wecom_api][T13]") {
    const auto refused = parse_get_user_info_response(R"({"errcode":40029,"errmsg":"invalid code","x":"canary"})");
    CHECK(outcome(refused) == "code_invalid");
    CHECK(refused.error().upstream_code == 40029);
    CHECK(refused.error().detail.find("invalid code") != std::string::npos);
    CHECK(refused.error().detail.find("canary") == std::string::npos);
}

TEST_CASE("a profile is read as far as WeCom gives it", "[wecom_api]") {
    const auto profile = parse_user_get_response(
        answer(R"("userid":"ZhangSan","name":"张三","department":[1,2],"main_department":1,"position":"Chef",
                  "alias":"jack","gender":"1","mobile":"13800000000","email":"z@a.example","biz_mail":"z@b.example",
                  "avatar":"https://wework.qpic.cn/0","status":1)"),
        "zhangsan");
    REQUIRE(profile);
    CHECK(profile->name == "张三");
    CHECK(profile->alias == "jack");
    CHECK(profile->position == "Chef");
    CHECK(profile->gender == "1");
    CHECK(profile->mobile == "13800000000");
    CHECK(profile->email == "z@a.example");
    CHECK(profile->biz_mail == "z@b.example");
    CHECK(profile->avatar == "https://wework.qpic.cn/0");
    CHECK(profile->department == std::vector<std::int64_t>{1, 2});
    CHECK(profile->main_department == 1);
    CHECK(profile->status == 1);
    CHECK(profile->complete);
}

TEST_CASE("a profile that does not say whether the member is active is incomplete", "[wecom_api]") {
    const auto profile = parse_user_get_response(answer(R"("userid":"zhangsan","name":"张三")"), "zhangsan");
    REQUIRE(profile);
    CHECK(!profile->complete);
}

TEST_CASE("profile fields that are absent or of another kind are empty", "[wecom_api]") {
    const auto profile = parse_get_user_detail_response(
        answer(R"("userid":"a","name":7,"mobile":null,"avatar":")" + std::string(1025, 'x') +
               R"(","department":["1",2.5,null],"main_department":"1")"),
        "a");
    REQUIRE(profile);
    CHECK(profile->name + profile->mobile + profile->avatar + profile->email == "");
    CHECK(profile->department.empty());
    CHECK(!profile->main_department);
    CHECK(!profile->status);
}

TEST_CASE("a profile of another member is refused", "[wecom_api]") {
    for (const auto* members : {R"("userid":"lisi")", R"("name":"Zhang San")", R"("userid":"")", R"("userid":1)"}) {
        CHECK(outcome(parse_user_get_response(answer(members), "zhangsan")) == "schema");
        CHECK(outcome(parse_get_user_detail_response(answer(members), "zhangsan")) == "schema");
    }
    CHECK(outcome(parse_user_get_response(answer(R"("name":"Zhang San")"), "")) == "schema");
    CHECK(outcome(parse_user_get_response(R"({"errcode":60111,"errmsg":"userid not found"})", "a")) == "upstream");
}

TEST_CASE("an app is asked for by its id, and says its name and whether it is on", "[wecom_api]") {
    CHECK(make_get_agent_request(secret{std::string{"T+1"}}, "1000002").target.reveal() ==
          "/cgi-bin/agent/get?access_token=T%2B1&agentid=1000002");
    const auto on =
        parse_get_agent_response(R"({"errcode":0,"errmsg":"ok","agentid":1000002,"name":"入口","close":0})");
    CHECK(on.value().name == "入口");
    CHECK(on->enabled);
    CHECK_FALSE(parse_get_agent_response(R"({"errcode":0,"name":"x","close":1})").value().enabled);
    CHECK(outcome(parse_get_agent_response(R"({"errcode":60020,"errmsg":"from ip"})")) == "ip_not_trusted");
    CHECK(outcome(parse_get_agent_response("{}")) == "schema");
}

TEST_CASE("an app may be visible to as many people as an answer has room for", "[wecom_api][T25]") {
    std::string users = R"({"userid":"a"})";
    while (users.size() < 255 * 1024)
        users += R"(,{"userid":"a"})";
    const auto body = R"({"errcode":0,"name":"x","close":0,"allow_userinfos":{"user":[)" + users + "]}}";
    CHECK(parse_get_agent_response(body).value().name == "x");

    std::string numbers = "0";
    while (numbers.size() < 262'100)
        numbers += ",0";
    CHECK(outcome(parse_get_agent_response(R"({"errcode":0,"a":[)" + numbers + "]}")) == "ok");
    CHECK(outcome(parse_get_agent_response(R"({"errcode":0,"a":[)" + numbers + numbers)) == "json");
}
