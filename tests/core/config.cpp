#include "core/config.hpp"

#include "core/encoding.hpp"
#include "support/a_config.hpp"
#include "support/outcome.hpp"

#include <boost/json/array.hpp>

using namespace wecom;
using namespace std::chrono_literals;

namespace {

namespace json = boost::json;

// The issues as "pointer code", the same in both languages.
std::vector<std::string> issues(const std::string& text) {
    std::vector<std::string> out;
    const auto en = check_config(text, language::en), zh = check_config(text, language::zh);
    REQUIRE(en.size() == zh.size());
    for (std::size_t i = 0; i < en.size(); ++i) {
        CHECK(en[i].pointer == zh[i].pointer);
        CHECK(en[i].code == zh[i].code);
        CHECK(en[i].text.ends_with('.'));
        CHECK(zh[i].text.ends_with("。"));
        out.push_back(en[i].pointer + " " + en[i].code);
    }
    CHECK(outcome(parse_config(text)) == (out.empty() ? "ok" : out[0] == " json" ? "config_json" : "config_field"));
    return out;
}

using list = std::vector<std::string>;

}  // namespace

TEST_CASE("the smallest configuration has the documented defaults", "[config]") {
    CHECK(issues(a_config{}.json()) == list{});
    const config c = a_config{};
    CHECK(c.corpid == a_corpid);
    CHECK(c.corpsecret.reveal() == a_corpsecret);
    CHECK(c.agentid + c.icon + c.icon_media_type + c.network.ca_file == "");
    CHECK(c.mode == login_mode::automatic);
    CHECK(!c.ask_private_info);
    CHECK(c.profile == profile_level::none);
    CHECK(!c.accept_linked_corp);
    CHECK(!c.encrypted_ids);
    CHECK(c.timeout == 8000ms);
    CHECK(!c.lang);
    CHECK(!c.domain_verification);
    CHECK(c.network.api_base.origin() == "https://qyapi.weixin.qq.com");
    CHECK(c.network.in_app_base.origin() == "https://open.weixin.qq.com");
    CHECK(!c.network.qr_base);
    CHECK(!c.network.allow_private);
}

TEST_CASE("the largest configuration is read in full", "[config]") {
    const config c =
        a_config{}
            .with("agentid", 1000002)
            .with("img_url", "https://sso.example.com/wecom.svg")
            .with("mode", "qr_legacy")
            .with("scope", "snsapi_privateinfo")
            .with("profile", "full")
            .with("accept", {"member", "linked_corp"})
            .with("ids", "encrypted")
            .with("timeout_ms", 30000)
            .with("lang", "en")
            .with("domain_verification", {{"name", "WW_verify_7rG3kjVbXHngiald.txt"}, {"content", "7rG3kjVbXHngiald"}})
            .with("callback_url", "https://sso.example.com/callback")
            .with("callback_domain", "sso.example.com")
            .with("network", {{"api_base", "https://api.example:8443/qyapi"},
                              {"in_app_base", "https://app.example"},
                              {"qr_base", "https://qr.example"},
                              {"ca_file", "/etc/ssl/private-ca.pem"},
                              {"allow_private", true}});
    CHECK(c.agentid == "1000002");
    CHECK(c.icon == "https://sso.example.com/wecom.svg");
    CHECK(c.icon_media_type == "text/uri-list");
    CHECK(c.mode == login_mode::qr_legacy);
    CHECK(c.ask_private_info);
    CHECK(c.profile == profile_level::full);
    CHECK(c.accept_linked_corp);
    CHECK(c.encrypted_ids);
    CHECK(c.timeout == 30s);
    CHECK(c.lang == language::en);
    CHECK(c.domain_verification->name == "WW_verify_7rG3kjVbXHngiald.txt");
    CHECK(c.domain_verification->content == "7rG3kjVbXHngiald");
    CHECK(c.network.api_base.origin() + c.network.api_base.path == "https://api.example:8443/qyapi");
    CHECK(c.network.in_app_base.host == "app.example");
    CHECK(c.network.qr_base->host == "qr.example");
    CHECK(c.network.ca_file == "/etc/ssl/private-ca.pem");
    CHECK(c.network.allow_private);
}

TEST_CASE("a wrong value is named by its JSON pointer and what is wrong with it", "[config]") {
    const struct {
        const char* key;
        json::value value;
        const char* issue;
    } table[] = {
        {"corpid", nullptr, "/corpid type"},
        {"corpid", "ww", "/corpid minLength"},
        {"corpid", std::string(65, 'w').c_str(), "/corpid maxLength"},
        {"corpid", "ww1a2b3c 4d", "/corpid pattern"},
        {"corpid", "ww1a\nX: y", "/corpid pattern"},
        {"corpsecret", 7, "/corpsecret type"},
        {"corpsecret", "short", "/corpsecret minLength"},
        {"corpsecret", "not+a/secret=", "/corpsecret pattern"},
        {"agentid", true, "/agentid type"},
        {"agentid", 1.5, "/agentid type"},
        {"agentid", 0, "/agentid minimum"},
        {"agentid", 4294967296, "/agentid maximum"},
        {"agentid", "10000x", "/agentid pattern"},
        {"agentid", "12345678901", "/agentid maxLength"},
        {"img_url", "http://a.example/i.png", "/img_url pattern"},
        {"img_url", "javascript:alert(1)", "/img_url pattern"},
        {"img_url", "https://u@a.example/i.png", "/img_url contentMediaType"},
        {"img_url", "data:image/png;base64,PHN2Zy8+", "/img_url contentMediaType"},
        {"img_url", "data:image/svg+xml;base64,****", "/img_url contentMediaType"},
        {"mode", "saml", "/mode enum"},
        {"mode", "QR", "/mode enum"},
        {"scope", "snsapi_userinfo", "/scope enum"},
        {"profile", false, "/profile type"},
        {"accept", "member", "/accept type"},
        {"accept", json::array{}, "/accept minItems"},
        {"accept", {"member", "member"}, "/accept uniqueItems"},
        {"accept", {"member", "everybody"}, "/accept/1 enum"},
        {"ids", "open", "/ids enum"},
        {"timeout_ms", "8000", "/timeout_ms type"},
        {"timeout_ms", 499, "/timeout_ms minimum"},
        {"timeout_ms", 30001, "/timeout_ms maximum"},
        {"lang", "de", "/lang enum"},
        {"domain_verification", {{"name", "WW_verify_7rG3kjVbXHngiald.txt"}}, "/domain_verification/content required"},
        {"domain_verification",
         {{"name", "../x"}, {"content", "7rG3kjVbXHngiald"}},
         "/domain_verification/name pattern"},
        {"domain_verification",
         {{"name", "WW_verify_7rG3kjVbXHngiald.txt"}, {"content", "7rG3kjVbXHngialD"}},
         "/domain_verification/content const"},
        {"agentid", "0", "/agentid pattern"},
        {"network", json::array{}, "/network type"},
        {"network", {{"api_base", "https://a.example/?x=1"}}, "/network/api_base pattern"},
        {"network", {{"api_base", "http://a.example"}}, "/network/api_base pattern"},
        {"network", {{"api_base", "https://u:p@a.example"}}, "/network/api_base format"},
        {"network", {{"in_app_base", "https://a.example/#f"}}, "/network/in_app_base format"},
        {"network", {{"qr_base", "https://a.example:0"}}, "/network/qr_base format"},
        {"network", {{"ca_file", "ca.pem"}}, "/network/ca_file pattern"},
        {"network", {{"allow_private", 1}}, "/network/allow_private type"},
        {"network", {{"proxies", "x"}}, "/network/proxies additionalProperties"},
        {"corp_id", "ww1a2b3c4d5e6f7a8b", "/corp_id additionalProperties"},
    };
    for (const auto& row : table) {
        INFO(row.issue);
        CHECK(issues(a_config{}.with(row.key, row.value).json()) == list{row.issue});
    }
}

TEST_CASE("a secret that was pasted with a blank names the field", "[config]") {
    const std::string secret = a_corpsecret;
    for (const auto& padded : {secret + " ", " " + secret, secret + "\n", "\t" + secret, secret + "\xE3\x80\x80",
                               "\xE3\x80\x80" + secret, secret + "\xC2\xA0"})
        CHECK(issues(a_config{}.with("corpsecret", padded.c_str()).json()) == list{"/corpsecret blank"});
}

TEST_CASE("everything that is wrong is named at once", "[config]") {
    CHECK(issues("{}") == list{"/corpid required", "/corpsecret required"});
    CHECK(issues(a_config{}.without("corpid").with("lang", 1).with("mod", "qr").json()) ==
          list{"/lang type", "/mod additionalProperties", "/corpid required"});
    const auto refused = parse_config("{}");
    CHECK(refused.error().detail.find("/corpid: Corp ID is missing.") != std::string::npos);
    CHECK(refused.error().detail.find(" | /corpsecret: ") != std::string::npos);
}

TEST_CASE("a QR page and private data need the Agent ID", "[config]") {
    for (const auto& [key, value] : {std::pair{"mode", "qr"}, {"mode", "qr_legacy"}, {"scope", "snsapi_privateinfo"}}) {
        CHECK(issues(a_config{}.with(key, value).json()) == list{"/agentid required"});
        CHECK(issues(a_config{}.with(key, value).with("agentid", "1000002").json()) == list{});
    }
    CHECK(issues(a_config{}.with("mode", "qr").with("scope", "snsapi_privateinfo").json()) ==
          list{"/agentid required"});
    for (const auto* mode : {"auto", "in_app"})
        CHECK(issues(a_config{}.with("mode", mode).json()) == list{});
}

TEST_CASE("a configuration that is no JSON object is refused as a whole", "[config]") {
    for (const std::string bad : {"", "[]", "null", "{", "corpid=ww", R"({"corpid":"wwaa","corpid":"wwbb"})",
                                  R"({"corpid":"wwaa","corp\u0069d":"wwbb"})", "{\"corpid\":\"\xFF\"}"})
        CHECK(issues(bad) == list{" json"});
}

TEST_CASE("no issue shows the secret", "[config][T13]") {
    const std::string canary = "Canary-Secret_0123456789";
    const std::string configs[] = {
        a_config{}.with("corpsecret", (canary + " ").c_str()).json(),
        a_config{}.with("corpsecret", (canary + "+").c_str()).json(),
        a_config{}.with("corpsecret", std::string(20, 'x').append(canary, 0).append(300, 'y').c_str()).json(),
        a_config{}.with("corpsecret", json::array{canary.c_str()}).json(),
        "{\"corpsecret\":\"" + canary + "\",}",
        "{\"corpsecret\":\"" + canary + "\",\"corpsecret\":\"" + canary + "\"}",
    };
    for (const auto& text : configs) {
        for (const auto lang : {language::en, language::zh})
            for (const auto& issue : check_config(text, lang))
                CHECK((issue.pointer + issue.code + issue.text).find(canary) == std::string::npos);
        CHECK(parse_config(text).error().detail.find(canary) == std::string::npos);
    }
}

TEST_CASE("an icon is an image of at most 32 KB, or an address", "[config]") {
    const auto svg = [](std::size_t size) {
        // Of these bytes, by threes, base64 and base64url are the same.
        return "data:image/svg+xml;base64," + base64url_encode("<" + std::string(size - 1, ' '));
    };
    const config fits = a_config{}.with("img_url", svg(32766).c_str());
    CHECK(fits.icon_media_type == "image/svg+xml");
    CHECK(fits.icon.size() == 32766);
    CHECK(issues(a_config{}.with("img_url", svg(32769).c_str()).json()) == list{"/img_url contentMediaType"});
    CHECK(issues(a_config{}.with("img_url", svg(36000).c_str()).json()) == list{"/img_url maxLength"});
    CHECK(issues(a_config{}.with("img_url", "").json()) == list{});
}

TEST_CASE("each mode has a name of its own", "[config]") {
    for (const auto mode : {login_mode::automatic, login_mode::in_app, login_mode::qr, login_mode::qr_legacy})
        CHECK(mode_named(name_of(mode)) == mode);
    CHECK(!mode_named(""));
    CHECK(!mode_named("automatic"));
}
