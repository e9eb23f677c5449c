#include "core/config.hpp"
#include "support/a_config.hpp"
#include "support/outcome.hpp"

#include <boost/json/array.hpp>

using namespace wecom;

namespace {

namespace json = boost::json;

std::string with_network(json::object network) { return a_config{}.with("network", std::move(network)).json(); }

// The issues as "pointer code", the same in both languages and in the error of parse_config.
std::vector<std::string> issues(const json::object& network) {
    const auto text = with_network(network);
    const auto en = check_config(text, language::en), zh = check_config(text, language::zh);
    const auto parsed = parse_config(text);
    REQUIRE(en.size() == zh.size());
    CHECK(outcome(parsed) == (en.empty() ? "ok" : "config_field"));
    std::vector<std::string> out;
    for (std::size_t i = 0; i < en.size(); ++i) {
        CHECK(en[i].pointer + en[i].code == zh[i].pointer + zh[i].code);
        CHECK(en[i].text.ends_with('.'));
        CHECK(zh[i].text.ends_with("。"));
        CHECK(parsed.error().detail.find(en[i].pointer + ": " + en[i].text) != std::string::npos);
        out.push_back(en[i].pointer + " " + en[i].code);
    }
    return out;
}

using list = std::vector<std::string>;

}  // namespace

TEST_CASE("an operator's network is read in full", "[config_network]") {
    const auto c = parse_config(with_network({{"proxy", "socks5://user:p%40ss@proxy.example:1080"},
                                              {"no_proxy", {".corp.example", "10.0.0.0/8"}},
                                              {"pins", {{"QyApi.weixin.qq.com", {"192.0.2.1", "2001:db8::1"}}}},
                                              {"bind", "192.0.2.10"},
                                              {"ip", "v4"},
                                              {"allow_http", true},
                                              {"in_app_base", "http://wecom.example"}}))
                       .value()
                       .network;
    CHECK(c.proxy->host + ":" + c.proxy->port == "proxy.example:1080");
    CHECK(c.proxy->password.reveal() == "p@ss");
    CHECK(c.no_proxy == list{".corp.example", "10.0.0.0/8"});
    CHECK(c.pins.at("qyapi.weixin.qq.com") == address_list{"192.0.2.1", "2001:db8::1"});
    CHECK(c.bind == "192.0.2.10");
    CHECK(c.v4_only);
    CHECK(c.allow_http);
    CHECK(c.uses_plain_http());
}

TEST_CASE("T23: without an operator there is no proxy, no pin and no plain http", "[config_network][T23]") {
    const auto c = parse_config(a_config{}.json()).value().network;
    CHECK(!c.proxy);
    CHECK((c.no_proxy.empty() && c.pins.empty() && c.bind.empty()));
    CHECK((!c.v4_only && !c.allow_http && !c.uses_plain_http()));
}

TEST_CASE("plain http needs the operator's word, for each base address", "[config_network]") {
    for (const std::string key : {"api_base", "in_app_base", "qr_base"}) {
        CHECK(issues({{key, "http://wecom.example"}}) == list{"/network/" + key + " pattern"});
        CHECK(issues({{key, "http://wecom.example"}, {"allow_http", false}}) == list{"/network/" + key + " pattern"});
        CHECK(issues({{key, "http://wecom.example"}, {"allow_http", true}}) == list{});
        CHECK(issues({{key, "ftp://wecom.example"}, {"allow_http", true}}) == list{"/network/" + key + " pattern"});
        const auto c = parse_config(with_network({{key, "http://wecom.example"}, {"allow_http", true}})).value();
        CHECK(c.network.uses_plain_http());
    }
    CHECK(!parse_config(with_network({{"allow_http", true}})).value().network.uses_plain_http());
}

TEST_CASE("what is wrong in the network is named by its JSON pointer", "[config_network]") {
    const struct {
        const char* key;
        json::value value;
        const char* issue;
    } table[] = {
        {"api_base", "https://a.example/\tx", "/network/api_base format"},
        {"api_base", "https://u@a.example", "/network/api_base format"},
        {"in_app_base", "https://a.example/#f", "/network/in_app_base format"},
        {"qr_base", "https://a.example?q", "/network/qr_base pattern"},
        {"ca_file", "ca.pem", "/network/ca_file pattern"},
        {"ca_file", "/ca\n.pem", "/network/ca_file pattern"},
        {"ca_file", "/", "/network/ca_file pattern"},
        {"allow_http", "true", "/network/allow_http type"},
        {"proxy", "proxy.example:3128", "/network/proxy pattern"},
        {"proxy", "https://proxy.example:3128", "/network/proxy pattern"},
        {"proxy", "http://proxy.example", "/network/proxy format"},
        {"proxy", "http://user@proxy.example:3128", "/network/proxy format"},
        {"proxy", "", "/network/proxy pattern"},
        {"no_proxy", "example.com", "/network/no_proxy type"},
        {"no_proxy", {".example.com", "*.example.com"}, "/network/no_proxy/1 format"},
        {"no_proxy", {"10.0.0.0/33"}, "/network/no_proxy/0 format"},
        {"no_proxy", {""}, "/network/no_proxy/0 minLength"},
        {"pins", {{"a.example", "192.0.2.1"}}, "/network/pins/a.example type"},
        {"pins", {{"a.example", json::array{}}}, "/network/pins/a.example minItems"},
        {"pins", {{"a.example", {"192.0.2.1", 7}}}, "/network/pins/a.example/1 type"},
        {"pins", {{"a.example", {"192.0.2.1", "b.example"}}}, "/network/pins/a.example/1 format"},
        {"pins", {{"https://a.example", {"192.0.2.1"}}}, "/network/pins/https:~1~1a.example propertyNames"},
        {"bind", "eth0", "/network/bind format"},
        {"bind", "", "/network/bind format"},
        {"bind", "192.0.2.1:80", "/network/bind format"},
        {"ip", "v6", "/network/ip enum"},
    };
    for (const auto& row : table) {
        INFO(row.issue << " " << json::serialize(row.value));
        CHECK(issues({{row.key, row.value}}) == list{row.issue});
    }
}

TEST_CASE("no issue shows the login of a proxy", "[config_network][T13]") {
    for (const auto* proxy : {"http://canary:canary@proxy.example", "socks5://canary@proxy.example:1",
                              "https://canary:canary@proxy.example:1", "http://canary:canary@proxy.example:1/ "}) {
        const auto text = with_network({{"proxy", proxy}});
        for (const auto lang : {language::en, language::zh})
            for (const auto& issue : check_config(text, lang))
                CHECK((issue.pointer + issue.text).find("canary") == std::string::npos);
        CHECK(outcome(parse_config(text)) == "config_field");
        CHECK(parse_config(text).error().detail.find("canary") == std::string::npos);
    }
}
