#include "api/third_auths.hpp"

#include "api/api_under_test.hpp"
#include "api/provider_address.hpp"
#include "support/catch.hpp"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

using namespace host;

namespace {

struct administrator {
    api_under_test api;
    const std::string token = api.token_of(api.add_user("lisi", api.first, true));
    const std::string list = "tenant/" + api.first.id + "/third_auths/";

    response ask(std::string_view method, const std::string& path, std::string_view body = {}) {
        return api.call(method, path, {.token = token, .body = body});
    }
    provider_setting stored() { return api.site.data.settings.list(api.first.id).at(0); }
    std::string plain_id() { return without_dashes(stored().id); }
    std::string first_id() { return plain_id() + "/"; }
};

constexpr std::string_view wanted = R"({"type": "scripted", "package": "org.idpplugin.scripted", "name": "企业微信",
    "config": {"subject": "ww1", "secret": "S3cretOfTheTenant", "login_url": ""}})";

}  // namespace

TEST_CASE("a provider is made, listed, shown and taken away", "[api]") {
    administrator one;
    CHECK(one.ask("POST", one.list, wanted).body == golden_file("third_auth_done"));
    CHECK(one.ask("GET", one.list).body == golden_file("third_auths", {{"plain id", one.plain_id()}}));
    CHECK(one.ask("GET", one.list + one.first_id()).body ==
          golden_file("third_auth", {{"plain id", one.plain_id()}, {"id", one.stored().id}}));
    CHECK(one.ask("PUT", one.list + one.first_id(), R"({"name": "WeCom"})").body == golden_file("third_auth_done"));
    CHECK(one.ask("DELETE", one.list + one.first_id()).body == golden_file("third_auth_done"));
    CHECK(one.ask("GET", one.list).body == golden_file("third_auths_none"));

    std::vector<std::string> kinds;
    for (const auto& entry : one.api.site.data.audit.list(one.api.first.id, "", 1, 9).entries)
        kinds.push_back(entry.kind + " " + entry.actor + " " + entry.subject);
    CHECK(kinds == std::vector<std::string>{"provider_deleted lisi WeCom", "provider_changed lisi WeCom",
                                            "provider_created lisi 企业微信"});
}

TEST_CASE("what was shown can be sent back: the secret stays, the addresses are made anew", "[api]") {
    administrator one;
    one.ask("POST", one.list, wanted);
    const auto shown = member(one.ask("GET", one.list + one.first_id()), {"data"});
    auto back = shown.as_object();
    back.erase("id");
    back["config"].as_object()["login_url"] = "https://evil.example/";
    const auto before = one.stored().config;
    CHECK(one.ask("PUT", one.list + one.first_id(), boost::json::serialize(back)).status == 200);
    CHECK(one.stored().config == before);
}

TEST_CASE("what a change leaves out stays as it is", "[api]") {
    administrator one;
    one.ask("POST", one.list, wanted);
    CHECK(one.ask("PUT", one.list + one.first_id(), R"({"config": {"subject": "ww2"}})").status == 200);
    CHECK(one.stored().config == R"({"subject":"ww2","secret":"S3cretOfTheTenant"})");
}

TEST_CASE("a provider that is not described rightly is not made", "[api]") {
    administrator one;
    CHECK(one.ask("POST", one.list, "{}").body == golden_file("third_auth_empty"));
    CHECK(one.ask("POST", one.list, R"({"type": "wechat", "package": "org.idpplugin.scripted", "name": "n",
                                        "config": {}, "id": "mine"})")
              .body == golden_file("third_auth_wrong_type"));
    CHECK(one.ask("POST", one.list, R"({"type": "scripted", "package": "org.evil.scripted", "name": "n",
                                        "config": {}})")
              .status == 422);
    CHECK(one.ask("POST", one.list, R"({"type": "scripted", "package": "org.idpplugin.scripted", "name": "",
                                        "config": {}})")
              .status == 422);
    CHECK(one.ask("POST", one.list, R"({"type": "scripted", "package": "org.idpplugin.scripted", "name": "n",
        "config": {"secret": "********"}})")
              .body == golden_file("third_auth_no_secret"));
    CHECK(one.ask("GET", one.list).body == golden_file("third_auths_none"));
}

TEST_CASE("a tenant's administrator does not aim a provider at the inside", "[api]") {
    administrator one;
    const auto* const evil = R"({"config": {"network": {"api_base": "http://169.254.169.254"}}})";
    one.ask("POST", one.list, wanted);
    const auto refused = one.ask("PUT", one.list + one.first_id(), evil);
    CHECK(refused.status == 422);
    CHECK(refused.body == golden_file("third_auth_operator_only"));
    const auto root = one.api.token_of(*one.api.site.data.users.add({one.api.first.id, "root", true, true}));
    CHECK(one.api.call("PUT", one.list + one.first_id(), {.token = root, .body = evil}).status == 200);
    CHECK(one.ask("GET", one.list + one.first_id()).body.find("network") == std::string::npos);
}

TEST_CASE("T16: a provider of another tenant is not there, whoever knows its id", "[api]") {
    administrator one;
    const auto foreign = one.list + one.api.add_provider(one.api.other) + "/";
    for (const auto* const method : {"GET", "PUT", "DELETE"})
        CHECK(one.ask(method, foreign).status == 404);
    CHECK(one.api.site.data.settings.list(one.api.other.id).size() == 1);
    CHECK(one.ask("GET", one.list + "0d1183d2-46e5-409c-924c-438f722de2eb/").status == 404);
    CHECK(one.ask("GET", one.list + "x'--/").body == golden_file("not_found"));
}

TEST_CASE("the list comes in pages", "[api]") {
    administrator one;
    for (int i = 0; i < 3; ++i)
        one.api.add_provider(one.api.first, "{}", "provider " + std::to_string(i));
    const auto page = one.ask("GET", one.list + "?page=2&page_size=1");
    CHECK(member(page, {"items"}).as_array().at(0).at("name") == "provider 1");
    CHECK(member(page, {"count"}) == 3);
    CHECK(member(page, {"next"}).as_string() == "/api/v1/" + one.list + "?page=3&page_size=1");
}

TEST_CASE("T13: no answer and no line of the log has a secret", "[api]") {
    administrator one;
    std::string seen = one.ask("POST", one.list, wanted).body + one.ask("GET", one.list).body;
    const auto at = one.list + one.first_id();
    seen += one.ask("GET", at).body + one.ask("PUT", at, wanted).body +
            one.ask("PUT", at, R"({"config": {"secret": ["S3cretOfTheTenant"]}})").body +
            one.ask("PUT", at, R"({"S3cret": "S3cretOfTheTenant"})").body + one.ask("DELETE", at).body;
    CHECK(seen.find(api_under_test::canary) == seen.npos);
    CHECK(one.api.log().find(api_under_test::canary) == std::string::npos);
}
