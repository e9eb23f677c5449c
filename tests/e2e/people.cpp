// People of simulated companies at "idp-host serve": the first time they bind, then one click is enough.
#include "browser.hpp"
#include "e2e/company.hpp"
#include "host/surroundings.hpp"
#include "serve.hpp"
#include "support/catch.hpp"
#include "web/form.hpp"

#include <boost/algorithm/string/predicate.hpp>
#include <boost/json.hpp>

#include <sstream>
#include <thread>

using namespace e2e;
using boost::algorithm::contains;

namespace {

// The second company of the simulator; it has a ZhangSan too.
const boost::json::object second_company{{"corpid", "ww90b7d25e4c1fa836"},
                                         {"corpsecret", "-bNDTAJvmnWXnWcFci19niyzGrLm142y2wVzwrnbwF0"}};

class platform {
public:
    explicit platform(const simulated_wecom& wecom)
        : wecom_{wecom},
          service_{{.plugin_dir = std::filesystem::path{PLUGIN_FILE}.parent_path().string(),
                    .listen = "127.0.0.1:0",
                    .data = (folder_.path() / "host.db").string()},
                   world_.outside(),
                   log_},
          thread_{[this] { service_.run(); }} {}
    ~platform() {
        service_.stop();
        thread_.join();
    }

    // The path of a provider of a tenant's.
    std::string add_provider(const std::string& tenant_id, const boost::json::object& config) {
        auto saved = service_.providers().save({.id = {},
                                                .tenant_id = tenant_id,
                                                .provider = "org.idpplugin.wecom",
                                                .name = "WeCom",
                                                .config = company::config_text(wecom_, config)});
        REQUIRE(saved.has_value());
        wecom_.tell("/apps", {{"corpid", config.contains("corpid") ? config.at("corpid") : boost::json::value(corpid)},
                              {"agentid", 1000002},
                              {"trusted_domains", {service_.address()}},
                              {"login_domains", {service_.address()}}});
        return "/api/v1/idp/org_idpplugin_wecom/" + saved->id;
    }
    host::user add_user(const std::string& tenant_id, const std::string& name) {
        const auto made = *service_.data().users.add({tenant_id, name, false, false});
        service_.data().users.set_password(made.id, "correct horse", false);
        return made;
    }
    host::browser member(const std::string& userid) const {
        return host::browser{{.ca_file = wecom_.ca_file(),
                              .headers = {{"X-Simulate-Member", userid}, {"User-Agent", std::string{in_wecom}}},
                              .keep_cookies = true}};
    }
    host::page bind(host::browser& who, const std::string& name) {
        const auto page = who.get(url("/bind"));
        const auto csrf = page.body.substr(page.body.find("name=\"csrf\" value=\"") + 19, 43);
        const auto account = page.body.substr(page.body.find("name=\"account\" value=\"") + 22, 16);
        return who.post(url("/bind"),
                        "csrf=" + csrf + "&account=" + account + "&name=" + name + "&password=correct+horse&next=");
    }
    std::string url(const std::string& path) const { return "http://" + service_.address() + path; }
    host::store& data() { return service_.data(); }
    std::string first_tenant() { return data().tenants.first().id; }

private:
    const simulated_wecom& wecom_;
    host::temporary_folder folder_;
    host::made_up_world world_;
    std::ostringstream lines_;
    host::event_log log_{lines_, host::log_level::warning, world_.outside().now};
    host::service service_;
    std::thread thread_;
};

}  // namespace

TEST_CASE("a member of a company binds once and is in with one click the next time", "[e2e]") {
    const simulated_wecom wecom;
    platform host{wecom};
    const auto path = host.add_provider(host.first_tenant(), {});
    host.add_user(host.first_tenant(), "zhang");
    auto person = host.member("ZhangSan");
    CHECK(person.follow(host.url(path + "/login")).url == host.url("/bind"));
    CHECK(host.bind(person, "zhang").location() == host.url("/me"));

    auto next_day = host.member("ZhangSan");
    const auto end = next_day.follow(host.url(path + "/login"));
    CHECK(end.url == host.url("/me"));
    CHECK(contains(end.body, "wecom:" + std::string{corpid}));
}

TEST_CASE("T15: members of two companies with one userid are two people of two tenants", "[e2e]") {
    const simulated_wecom wecom;
    platform host{wecom};
    const auto second = host.data().tenants.add("Second", "second")->id;
    const auto path = host.add_provider(host.first_tenant(), {}),
               other_path = host.add_provider(second, second_company);
    host.add_user(host.first_tenant(), "zhang");
    host.add_user(second, "zhang");
    auto person = host.member("ZhangSan"), other = host.member("ZhangSan");
    person.follow(host.url(path + "/login"));
    host.bind(person, "zhang");
    CHECK(other.follow(host.url(other_path + "/login")).url == host.url("/bind"));
    host.bind(other, "zhang");
    CHECK(contains(host.member("ZhangSan").follow(host.url(other_path + "/login")).body, "wecom:ww90b7d25e4c1fa836"));
}

TEST_CASE("T15: two companies of one tenant have two ZhangSans, who are two users", "[e2e]") {
    const simulated_wecom wecom;
    platform host{wecom};
    const auto path = host.add_provider(host.first_tenant(), {}),
               other_path = host.add_provider(host.first_tenant(), second_company);
    host.add_user(host.first_tenant(), "zhang");
    host.add_user(host.first_tenant(), "zhang2");
    auto person = host.member("ZhangSan"), other = host.member("ZhangSan");
    person.follow(host.url(path + "/login"));
    host.bind(person, "zhang");
    CHECK(other.follow(host.url(other_path + "/login")).url == host.url("/bind"));
    CHECK(host.bind(other, "zhang2").status == 303);
    CHECK(contains(host.member("ZhangSan").follow(host.url(path + "/login")).body, ">zhang<"));
    CHECK(contains(host.member("ZhangSan").follow(host.url(other_path + "/login")).body, ">zhang2<"));
}

TEST_CASE("T01: an outside contact is neither signed in nor offered to bind", "[e2e]") {
    const simulated_wecom wecom;
    platform host{wecom};
    const auto path = host.add_provider(host.first_tenant(), {});
    auto stranger = host.member("oKz7q1A9uJ4kZr6TnWvB0SxQe8Mp");
    CHECK(stranger.follow(host.url(path + "/login")).status == 403);
    CHECK(stranger.get(host.url("/bind")).location() == host.url("/login"));
}
