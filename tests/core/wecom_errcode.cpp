#include "core/wecom_errcode.hpp"

#include "core/encoding.hpp"
#include "support/outcome.hpp"

#include <limits>

using namespace wecom;
using namespace std::chrono_literals;

namespace {

errc meaning(std::int64_t errcode, api_call call = api_call::getuserinfo) {
    return upstream_error(call, errcode, "").code;
}

}  // namespace

TEST_CASE("a WeCom errcode means what WeCom's documentation says", "[wecom_errcode]") {
    const std::pair<int, errc> table[] = {
        {-1, errc::busy},
        {6000, errc::busy},
        {40001, errc::token_refused},
        {40003, errc::upstream},
        {40013, errc::credential},
        {40014, errc::token_refused},
        {40029, errc::code_invalid},
        {40035, errc::upstream},
        {40056, errc::upstream},
        {40058, errc::upstream},
        {40063, errc::upstream},
        {40078, errc::code_invalid},
        {40091, errc::credential},
        {41001, errc::upstream},
        {41002, errc::upstream},
        {41004, errc::upstream},
        {41008, errc::code_invalid},
        {42001, errc::token_refused},
        {42003, errc::code_invalid},
        {42022, errc::code_invalid},
        {45009, errc::rate},
        {45033, errc::busy},
        {48001, errc::upstream},
        {48002, errc::upstream},
        {50001, errc::upstream},
        {50002, errc::upstream},
        {50003, errc::upstream},
        {60011, errc::upstream},
        {60020, errc::ip_not_trusted},
        {60021, errc::upstream},
        {60111, errc::upstream},
        {80001, errc::upstream},
        {84014, errc::upstream},
        {84015, errc::upstream},
        {301002, errc::upstream},
    };
    for (const auto& [errcode, code] : table) {
        INFO(errcode);
        CHECK(meaning(errcode) == code);

        const auto& row = facts_of_errcode(errcode);
        CHECK(row.errcode == errcode);
        for (const auto text : {row.cause_en, row.remedy_en, row.cause_zh, row.remedy_zh}) {
            CHECK(!text.empty());
            CHECK(is_utf8(text));
        }
        CHECK(row.remedy_en.ends_with('.'));
        CHECK(row.remedy_zh.ends_with("。"));
    }
}

TEST_CASE("40001 is the secret at gettoken and the token elsewhere", "[wecom_errcode][T49]") {
    CHECK(meaning(40001, api_call::gettoken) == errc::credential);
    for (const auto call : {api_call::getuserinfo, api_call::getuserdetail, api_call::user_get})
        CHECK(meaning(40001, call) == errc::token_refused);
}

TEST_CASE("three codes say that a fresh token may be accepted", "[wecom_errcode][T49]") {
    for (const int errcode : {40001, 40014, 42001})
        CHECK(refuses_token(upstream_error(api_call::getuserinfo, errcode, "")));
    for (const int errcode : {-1, 40013, 40029, 45009, 60020, 999999})
        CHECK(!refuses_token(upstream_error(api_call::getuserinfo, errcode, "")));
    CHECK(!refuses_token(upstream_error(api_call::gettoken, 40001, "")));
}

TEST_CASE("an unknown code is a refusal of WeCom that says where to look", "[wecom_errcode][F52]") {
    for (const std::int64_t errcode : {1L, 999999L, -2L, 40000L, 2147483647L}) {
        const auto e = upstream_error(api_call::getuserinfo, errcode, "");
        CHECK(e.code == errc::upstream);
        CHECK(e.upstream_code == errcode);
        CHECK(facts_of_errcode(errcode).errcode == 0);
        CHECK(e.detail.find("open.work.weixin.qq.com/devtool") != std::string::npos);
    }
}

TEST_CASE("a code beyond the ABI's number is shown whole and carried as the nearest", "[wecom_errcode][F52]") {
    using limits = std::numeric_limits<std::int64_t>;
    const auto huge = upstream_error(api_call::getuserinfo, limits::max(), "");
    CHECK(huge.code == errc::upstream);
    CHECK(huge.upstream_code == std::numeric_limits<std::int32_t>::max());
    CHECK(huge.detail.find("9223372036854775807") != std::string::npos);
    CHECK(upstream_error(api_call::getuserinfo, limits::min(), "").upstream_code ==
          std::numeric_limits<std::int32_t>::min());
}

TEST_CASE("a busy WeCom says when to try again", "[wecom_errcode]") {
    const auto retry_after = [](int errcode) { return upstream_error(api_call::gettoken, errcode, "").retry_after; };
    CHECK(retry_after(45009) == 60s);
    CHECK(retry_after(-1) == 1s);
    CHECK(retry_after(45033) == 1s);
    CHECK(retry_after(40001) == 0s);
}

TEST_CASE("the detail names call, code, cause and remedy in both languages", "[wecom_errcode]") {
    CHECK(upstream_error(api_call::user_get, 50003, "app disabled").detail ==
          "user/get: WeCom 50003, the app is disabled. Enable the app in the WeCom console. | "
          "应用已停用。请在管理后台启用该应用。 | errmsg: app disabled");
}

TEST_CASE("an errmsg is shown on one line, cut and without what may be a token", "[wecom_errcode][T13][T41]") {
    const auto shown = [](std::string_view errmsg) {
        const auto detail = upstream_error(api_call::gettoken, 40013, errmsg).detail;
        return detail.substr(detail.find("errmsg: ") + 8);
    };
    CHECK(shown("invalid corpid\r\nERROR \xE2\x80\xAE forged") ==
          "invalid corpid\\x0D\\x0AERROR \\xE2\\x80\\xAE forged");
    CHECK(shown("secret TheSecretOfYourAppHas43LettersDigits-and_-ab bad") == "secret [...] bad");
    CHECK(shown("hint: [1662317178339603627481038], from ip: 114.132.235.244") ==
          "hint: [1662317178339603627481038], from ip: 114.132.235.244");
    CHECK(shown(std::string(10'000, ' ')).size() == 256);
}
