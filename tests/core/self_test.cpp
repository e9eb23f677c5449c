#include "core/self_test.hpp"

#include "support/a_config.hpp"
#include "support/catch.hpp"

using namespace wecom;
using namespace std::chrono_literals;

namespace {

bool has(const std::string& text, std::string_view part) { return text.find(part) != text.npos; }

// As WeCom words it.
const std::string errmsg_60020 =
    "not allow to access from your ip, hint: [1790000000123456], from ip: 203.0.113.9, more info at "
    "https://open.work.weixin.qq.com/devtool/query?e=60020";

step_report refused(int errcode, std::string_view errmsg, language lang) {
    return failed_step(test_step::agent, upstream_error(api_call::agent_get, errcode, errmsg), lang);
}

route to_wecom() {
    const config settings = a_config{};
    return route_to(settings.network.api_base, settings.network);
}

constexpr wall_ms at_noon = 1'790'000'000'000;
step_report clocks(std::chrono::seconds ahead, language lang = language::en) {
    return compared_clocks(std::chrono::sys_seconds{1'790'000'000s} - ahead, at_noon, lang);
}

}  // namespace

TEST_CASE("an address that WeCom does not trust is named, with what to do, in both languages", "[self_test]") {
    const auto en = refused(60020, errmsg_60020, language::en), zh = refused(60020, errmsg_60020, language::zh);
    CHECK(en.state == step_state::failed);
    CHECK(has(en.text, "agent/get: WeCom 60020"));
    CHECK(en.remedy.starts_with("For the administrator of the app: Add 203.0.113.9 to the trusted IPs"));
    CHECK(has(zh.text, "企业微信错误码 60020"));
    CHECK(zh.remedy.starts_with("请应用管理员处理：请把 203.0.113.9 加入"));
}

TEST_CASE("an errmsg that names no address leads to the remedy of the table", "[self_test]") {
    for (const auto* errmsg : {"", "from ip: ", "from ip: <script>", "from ip: 203.0.113"})
        CHECK(has(refused(60020, errmsg, language::en).remedy, "Add the outgoing address named by WeCom"));
}

TEST_CASE("every errcode of the table has a cause and a remedy, and one that is not in it says where to look",
          "[self_test]") {
    for (const int errcode : {-1, 40001, 40013, 40056, 40091, 41001, 45009, 48002, 50003, 301002, 2000002, 987654}) {
        CAPTURE(errcode);
        const auto lang = GENERATE(language::en, language::zh);
        const auto out = refused(errcode, "x", lang);
        CHECK(has(out.text, std::to_string(errcode)));
        CHECK(has(out.remedy, lang == language::zh ? "处理：" : "For the "));
        CHECK(out.remedy.size() > 40);
    }
    CHECK(has(refused(987654, "", language::en).remedy, "devtool"));
}

TEST_CASE("every failure on the way says what happened, whose problem it is and what to do", "[self_test]") {
    for (const auto code : {errc::dns, errc::connect, errc::deadline, errc::net, errc::tls_proto, errc::tls_cert,
                            errc::tls_host, errc::http_proto, errc::http_status, errc::too_large, errc::json,
                            errc::schema, errc::no_memory, errc::rate, errc::bug}) {
        CAPTURE(facts(code).reason);
        const error why{.code = code, .detail = "the very place"};
        const auto en = failed_step(test_step::tls, why, language::en);
        const auto zh = failed_step(test_step::tls, why, language::zh);
        CHECK(has(en.text, " (the very place)"));
        CHECK(en.remedy.starts_with("For the "));
        CHECK(has(zh.text, "（the very place）"));
        CHECK(zh.remedy.starts_with("请"));
        CHECK(zh.text != en.text);
    }
}

TEST_CASE("clocks may be a minute apart", "[self_test]") {
    CHECK(clocks(0s).state == step_state::passed);
    CHECK(clocks(60s).state == step_state::passed);
    CHECK(clocks(-60s).state == step_state::passed);
    CHECK(clocks(61s).text == "This clock is 61 s ahead of WeCom's.");
    CHECK(clocks(-3600s).text == "This clock is 3600 s behind WeCom's.");
    CHECK(clocks(-3600s, language::zh).text == "本机时钟比企业微信慢 3600 秒。");
    CHECK(has(clocks(61s).remedy, "NTP"));
    CHECK(compared_clocks(std::nullopt, at_noon, language::en).state == step_state::skipped);
}

TEST_CASE("a step that went well says what it saw", "[self_test]") {
    auto how = to_wecom();
    CHECK(resolved({"192.0.2.1", "2001:db8::1"}, how, language::en).text ==
          "qyapi.weixin.qq.com: 192.0.2.1, 2001:db8::1");
    CHECK(connected("192.0.2.1", how, language::en).text == "Connected to 192.0.2.1:443");
    CHECK(secured("TLSv1.3", how, language::en).text == "TLSv1.3, with the certificate of qyapi.weixin.qq.com");
    how.pins = {"192.0.2.1"};
    CHECK(has(resolved(how.pins, how, language::zh).text, "/network/pins"));
    CHECK(saw_app({"Portal", true}, language::en).text == "The app is Portal");
}

TEST_CASE("an app that is switched off is a failure, whatever its name", "[self_test]") {
    const auto off = saw_app({"evil\nname", false}, language::en);
    CHECK(off.state == step_state::failed);
    CHECK(off.text.find('\n') == std::string::npos);
    CHECK(has(off.remedy, "Enable the app"));
}
