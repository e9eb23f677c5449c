// An administrator sets WeCom up with nothing but the pages.
#include "browser.hpp"
#include "e2e/company.hpp"
#include "support/catch.hpp"
#include "web/administered_platform.hpp"

#include <boost/json.hpp>

using namespace e2e;
using host::form;
using host::says;

namespace {

// The network of the simulator is the operator's business, and no administrator sees it.
std::string network_of(const simulated_wecom& wecom) {
    const auto all = boost::json::parse(company::config_text(wecom, {}));
    return boost::json::serialize(all.at("network"));
}

struct platform : host::administered_platform {
    const simulated_wecom& wecom;
    host::office admin{*this, add("admin")};

    explicit platform(const simulated_wecom& of) : administered_platform{PLUGIN_FILE, network_of(of)}, wecom{of} {
        const auto theirs = wecom.ask("/clock").at("now").to_number<std::int64_t>();
        const auto ours = std::chrono::floor<std::chrono::seconds>(world.outside().now()).time_since_epoch();
        world.pass(std::chrono::seconds{theirs} - ours);
    }

    // The id of the provider that was made.
    std::string configure(form fields) const {
        fields.insert({{"type", "org.idpplugin.wecom"},
                       {"name", "WeCom"},
                       {"/corpid", std::string{corpid}},
                       {"/corpsecret", std::string{corpsecret}},
                       {"/agentid", "1000002"},
                       {"/accept/member", "true"}});
        const auto answer = admin.post_parts("/admin/providers/new", fields);
        INFO(answer.body);
        REQUIRE(answer.status == 303);
        const auto to = host::location(answer);
        const auto from = std::string{"/admin/providers/"}.size();
        return to.substr(from, to.find('?') - from);
    }

    // The page of a test that has ended.
    std::string tested(const std::string& id) const {
        const auto place = "/admin/providers/" + id + "/test";
        admin.post(place).afterwards();
        return admin.get(place).body;
    }
};

}  // namespace

TEST_CASE("WeCom is set up with nothing but the form, and a member signs in", "[e2e][administration]") {
    simulated_wecom wecom;
    platform at{wecom};
    const auto live = at.providers.find(at.configure({}));
    const auto begun = live->instance->start({.user_agent = in_wecom});
    REQUIRE(begun.has_value());
    host::browser member{{.ca_file = wecom.ca_file(),
                          .headers = {{"X-Simulate-Member", "ZhangSan"}, {"User-Agent", std::string{in_wecom}}}}};
    const auto home = live->instance->redirect_uri();
    wecom.tell("/apps", {{"corpid", corpid}, {"agentid", 1000002}, {"trusted_domains", {"id.example.com"}}});
    const auto back = member.follow(begun->location, [&](auto url) { return url.starts_with(home); });
    INFO(back.body);
    REQUIRE(back.url.starts_with(home + "?"));
    const std::vector<std::string> transactions{begun->transaction};
    const auto granted =
        live->instance->handle_callback({.query = back.url.substr(home.size() + 1), .transactions = transactions});
    REQUIRE(granted.has_value());
    CHECK(live->instance->resolve(granted->token, "en")->subject == "zhangsan");
}

TEST_CASE("Test connection passes for the right secret and says whose problem a wrong one is",
          "[e2e][administration]") {
    simulated_wecom wecom;
    platform at{wecom};
    const auto good = at.tested(at.configure({}));
    INFO(good);
    CHECK(good.find(">passed<") != good.npos);
    CHECK(good.find(">failed<") == good.npos);

    const std::string wrong = "not-the-secret-of-the-app-0123456789-abcdef";
    const auto bad = at.tested(at.configure({{"/corpsecret", wrong}}));
    CHECK(bad.find(">failed<") != bad.npos);
    CHECK(bad.find("40001") != bad.npos);
    CHECK(bad.find("Copy the Secret again") != bad.npos);
    CHECK(bad.find(wrong) == bad.npos);
    CHECK(at.lines.str().find(wrong) == std::string::npos);
}

TEST_CASE("the ownership file is served as it was typed in, under its own name only", "[e2e][administration]") {
    simulated_wecom wecom;
    platform at{wecom};
    at.configure({{"/domain_verification/name", "WW_verify_7rG3kjVbXHngiald.txt"},
                  {"/domain_verification/content", "7rG3kjVbXHngiald"}});
    CHECK(at.providers.file("/WW_verify_7rG3kjVbXHngiald.txt")->body == "7rG3kjVbXHngiald");
    for (const auto* other : {"/WW_verify_0000000000000000.txt", "/WW_verify_7rG3kjVbXHngiald.txt/",
                              "/ww_verify_7rG3kjVbXHngiald.txt", "/x/WW_verify_7rG3kjVbXHngiald.txt", "/"})
        CHECK_FALSE(at.providers.file(other).has_value());
}

TEST_CASE("a field that WeCom's form refuses is marked, in Chinese for who reads Chinese", "[e2e][administration]") {
    simulated_wecom wecom;
    platform at{wecom};
    const form short_secret{{"type", "org.idpplugin.wecom"}, {"name", "WeCom"},       {"/corpid", std::string{corpid}},
                            {"/corpsecret", "short"},        {"/agentid", "1000002"}, {"/accept/member", "true"}};
    const auto page = at.admin.post_parts("/admin/providers/new?lang=zh", short_secret);
    CHECK(page.status == 422);
    CHECK(says(page, "未保存，请修改标出的字段。"));
    CHECK(says(page, "id=\"config%2Fcorpsecret-problem\""));
    CHECK_FALSE(says(page, "/network"));
    CHECK(at.data.settings.list_all().empty());
}
