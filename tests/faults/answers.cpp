// JSON that WeCom should not send.

#include "faults/fault_login.hpp"

#include <set>

using namespace faults;
using namespace std::string_literals;

namespace {

// An object that has these members and would be a good answer to either call without them.
std::string with_members(std::string_view members) {
    return R"({"access_token":"canaryToken","expires_in":7200,"userid":"ZhangSan",)" + std::string{members} + "}";
}

std::string repeated(std::string_view what, int times) {
    std::string out;
    for (int i = 0; i < times; ++i)
        out += what;
    return out;
}

// The whole answer is refused by either call, for one of these reasons.
void check_refused(const std::string& text, const std::set<std::string>& stories) {
    fault_login row;
    for (const auto api : {gettoken, getuserinfo}) {
        CAPTURE(api, text.substr(0, 200));
        row.wecom.answer(api, body(text));
        CHECK(stories.count(row.story()) == 1);
        CHECK(row.wecom.calls(api) == 1);
        row.check_recovery();
    }
}

// What a login comes to if getuserinfo is answered by errcode 0 and these members.
void check_person(fault_login& row, const std::string& members, std::string_view story) {
    CAPTURE(members);
    row.wecom.answer(getuserinfo, body("{\"errcode\":0" + (members.empty() ? "" : "," + members) + "}"));
    CHECK(row.story() == story);
    row.check_recovery();
}

}  // namespace

TEST_CASE("F52: unknown error codes", "[faults]") {
    const auto [code, story] = GENERATE(table<std::string, std::string>({
        {"999999", "UPSTREAM upstream"},
        {"-5", "UPSTREAM upstream"},
        {"2147483648", "UPSTREAM upstream"},
        {"-2147483649", "UPSTREAM upstream"},
        {"9223372036854775808", "UPSTREAM upstream"},
        {"18446744073709551616", "UPSTREAM schema"},
        {"1.5", "UPSTREAM schema"},
        {"0.0", "UPSTREAM schema"},
        {"1e400", "UPSTREAM schema"},
    }));
    check_refused(with_members("\"errcode\":" + code), {story});
}

TEST_CASE("F53: error codes of a wrong type", "[faults]") {
    const std::string members = GENERATE(R"("errmsg":"ok")", R"("errcode":"0")", R"("errcode":null)",
                                         R"("errcode":false)", R"("errcode":[0])", R"("errcode":{})", R"("ERRCODE":0)");
    check_refused(with_members(members), {"UPSTREAM schema"});
}

TEST_CASE("F54: duplicate keys", "[faults]") {
    const std::string members =
        GENERATE(R"("errcode":0,"errcode":0)", R"("errcode":1,"errcode":0)", R"("errcode":0,"userid":"Mallory")",
                 R"("errcode":0,"user\u0069d":"Mallory")", R"("errcode":0,"\u0065rrcode":0)",
                 R"("errcode":0,"access_token":"other")", R"("errcode":0,"access\u005ftoken":"other")",
                 R"("errcode":0,"x":{"y":1,"y":2})");
    check_refused(with_members(members), {"UPSTREAM json"});
}

TEST_CASE("F55: deep, wide and long JSON", "[faults]") {
    const std::set<std::string> either{"UPSTREAM json", "NETWORK too_large"};
    std::string keys;
    for (int i = 0; i < 60'000; ++i)
        keys += "\"" + std::to_string(i) + "\":1,";
    check_refused(with_members("\"errcode\":0,\"x\":" + repeated("[", 17) + repeated("]", 17)), either);
    check_refused(with_members("\"errcode\":0,\"x\":" + repeated("{\"x\":", 33) + "1" + repeated("}", 33)), either);
    check_refused(with_members("\"errcode\":0,\"x\":" + repeated("[", 100'000) + repeated("]", 100'000)), either);
    check_refused(with_members("\"errcode\":0,\"x\":[" + repeated("1,", 1'000'000) + "1]"), either);
    check_refused(with_members("\"errcode\":0,\"x\":[" + repeated("1,", 100'000) + "1]"), either);
    check_refused(with_members("\"errcode\":0,\"x\":\"" + std::string(200'000, 'x') + '"'), either);
    check_refused(with_members(keys + "\"errcode\":0"), either);
}

TEST_CASE("F56: JSON that is none", "[faults]") {
    const auto good = with_members("\"errcode\":0");
    const std::string text = GENERATE_COPY(values<std::string>({
        with_members("\"errcode\":0,\"x\":\"\xff\""),
        with_members("\"errcode\":0,\"x\":\"\xc0\xaf\""),          // overlong
        with_members("\"errcode\":0,\"x\":\"\xed\xa0\x80\""),      // a surrogate
        with_members("\"errcode\":0,\"x\":\"\xf4\x90\x80\x80\""),  // beyond Unicode
        with_members("\"errcode\":0,\"x\":\"\\ud800\""),
        with_members("\"errcode\":0,\"x\":\"\\udc00\\ud800\""),
        R"({"errcode":0,"access_token":"canary\u0000Token","userid":"Zhang\u0000San"})",
        "{\"errcode\":0,\"access_token\":\"canary\0Token\",\"userid\":\"Zhang\0San\"}"s,
        "\xef\xbb\xbf" + good,
        good + good,
        good + "x",
        good + "\0"s,
        "[" + good + "]",
        "\"" + std::string(20, 'x') + "\"",
        "null",
        with_members("\"errcode\":0,"),
        with_members("errcode:0"),
        with_members("'errcode':0"),
        with_members("\"errcode\":00"),
        with_members("\"errcode\":+0"),
        with_members("\"errcode\":0x0"),
        with_members("\"errcode\":-0"),
        with_members("\"errcode\":NaN"),
        with_members("\"errcode\":Infinity"),
        with_members("\"errcode\":0/* */"),
        "<xml><errcode>0</errcode></xml>",
        "callback(" + good + ")",
    }));
    check_refused(text, {"UPSTREAM json", "UPSTREAM schema"});
}

TEST_CASE("F56: JSON that ends anywhere", "[faults]") {
    const std::set<std::string> either{"UPSTREAM json", "UPSTREAM schema"};
    for (const auto& [api, whole] :
         {std::pair{gettoken, token_answer("canaryToken")}, {getuserinfo, member_answer("ZhangSan")}}) {
        CAPTURE(api);
        fault_login row;
        for (std::size_t size = 0; size < whole.size(); ++size) {
            row.wecom.answer(api, body(whole.substr(0, size)));
            const auto story = row.story();
            CAPTURE(size, story);
            REQUIRE(either.count(story) == 1);
        }
    }
}

TEST_CASE("F57: unusable tokens", "[faults]") {
    const std::string token = GENERATE_COPY(
        values<std::string>({R"("")", R"("canary\r\nHost: other.example")", R"("canary&access_token=other")",
                             R"("canary Token")", R"("canary\u0009Token")", "\"canary\xe5\xbc\xa0Token\"",
                             R"("canary\"Token")", R"("canary%41Token")", R"("canary?Token")", R"("canary#Token")",
                             "null", "5", "{}", R"(["canaryToken"])", '"' + std::string(513, 'x') + '"'}));
    CAPTURE(token);
    fault_login row;
    row.wecom.answer(gettoken, body(R"({"errcode":0,"access_token":)" + token + R"(,"expires_in":7200})"));
    CHECK(row.story() == "UPSTREAM schema");
    CHECK(row.wecom.calls(getuserinfo) == 0);
}

TEST_CASE("F57: the longest token", "[faults]") {
    fault_login row;
    row.wecom.answer(gettoken, body(token_answer("canaryToken" + std::string(512 - 11, 'x'))));
    CHECK(row.story() == "OK zhangsan");
}

TEST_CASE("F58: unusable lifetimes", "[faults]") {
    const std::string lifetime =
        GENERATE("", R"("expires_in":0,)", R"("expires_in":-1,)", R"("expires_in":"7200",)", R"("expires_in":1e400,)",
                 R"("expires_in":9223372036854775808,)", R"("expires_in":-9223372036854775808,)", R"("expires_in":1,)",
                 R"("expires_in":1000000000,)", R"("expires_in":null,)", R"("expires_in":59.5,)");
    CAPTURE(lifetime);
    fault_login row;
    row.wecom.answer(gettoken, body("{" + lifetime + R"("errcode":0,"access_token":"canaryToken"})"));
    const auto story = row.story();
    CHECK((story == "OK zhangsan" || story == "UPSTREAM schema"));
    CHECK(row.story() == story);
}

TEST_CASE("F59: unusable member ids", "[faults]") {
    fault_login row;
    for (const std::string members :
         {R"()", R"("userid":"")", R"("userid":"Zhang San")", R"("userid":"张三")", R"("userid":"../admin")",
          R"("userid":"<script>")", R"("userid":"-ZhangSan")", R"("userid":"Zhang\nSan")", R"("userid":"ww1/")",
          R"("userid":"/ZhangSan")", R"("userid":"ww1/a/b")", R"("userid":5)", R"("userid":null)",
          R"("userid":["ZhangSan"])", R"("userid":{"userid":"ZhangSan"})", R"("USERID":"ZhangSan")",
          R"("userid":"ZhangSan","UserId":"LiSi")", R"("userid":"ZhangSan","UserId":"")",
          R"("userid":"ZhangSan","UserId":null)"})
        check_person(row, members, "UPSTREAM schema");
    check_person(row, R"("userid":")" + std::string(65, 'x') + '"', "UPSTREAM schema");
}

TEST_CASE("F59: usual and older member ids", "[faults]") {
    fault_login row;
    check_person(row, R"("userid":"ZhangSan")", "OK zhangsan");
    check_person(row, R"("UserId":"ZhangSan")", "OK zhangsan");
    check_person(row, R"("userid":"ZhangSan","UserId":"ZhangSan")", "OK zhangsan");
    check_person(row, R"("userid":"zhang.san@example-1.com")", "OK zhang.san@example-1.com");
    check_person(row, R"("userid":"ww90b7d25e4c1fa836/ZhangSan")", "DENIED linked_corp");
}

TEST_CASE("F60: people from outside", "[faults]") {
    fault_login row;
    check_person(row, R"("openid":"oAbCdEf_1-2")", "DENIED not_member");
    check_person(row, R"("OpenId":"oAbCdEf_1-2")", "DENIED not_member");
    check_person(row, R"("external_userid":"wmAbCdEf_1-2")", "DENIED not_member");
    check_person(row, R"("openid":"oAbCdEf_1-2","external_userid":"wmAbCdEf_1-2")", "DENIED not_member");
    check_person(row, R"("openid":"oAbCdEf_1-2","userid":"ZhangSan")", "UPSTREAM schema");
    check_person(row, R"("external_userid":"wmAbCdEf_1-2","userid":"ZhangSan")", "UPSTREAM schema");
    check_person(row, R"("openid":"")", "UPSTREAM schema");
}
