#include "login.hpp"

#include "running_service.hpp"
#include "support/catch.hpp"

#include <sstream>

using namespace host;

namespace {

struct attempt {
    temporary_folder folder;
    made_up_world world;
    std::ostringstream lines;
    login_options options;

    attempt(std::string library, const std::string& provider, const std::string& config) {
        options.plugin = std::move(library);
        options.config = folder.write("config.json", R"({"id": "test", "name": "Test", "provider": ")" + provider +
                                                         R"(", "config": )" + config + "}");
    }
    login_report run() {
        event_log log{lines, log_level::info, world.outside().now};
        return run_login(options, world.outside(), log);
    }
};

attempt minimal() { return {GOOD_MINIMAL, "org.idpplugin.minimal", R"({"users": "alice"})"}; }
attempt scripted(const std::string& config) { return {SCRIPTED, "org.idpplugin.scripted", config}; }

}  // namespace

TEST_CASE("one login without a person gives the account", "[login]") {
    const auto report = minimal().run();
    REQUIRE(report.who.has_value());
    CHECK(report.who->verdict == IDP_VERDICT_MEMBER);
    CHECK(report.who->issuer == "minimal:org.idpplugin.minimal/test");
    CHECK(report.who->subject == "alice");
}

TEST_CASE("a login that has to begin again does so once", "[login]") {
    CHECK(scripted(R"({"callback": -8})").run().who.has_value());
    CHECK(scripted(R"({"resolve": -8})").run().who.has_value());
    const auto report = scripted(R"({"callback": -8, "second": -8})").run();
    REQUIRE_FALSE(report.who.has_value());
    CHECK(report.who.error().status == IDP_E_RESTART);
}

TEST_CASE("a refusal of the provider is the report", "[login]") {
    const auto report = scripted(R"({"resolve": -7, "reason": "not_member"})").run();
    REQUIRE_FALSE(report.who.has_value());
    CHECK(report.who.error().status == IDP_E_DENIED);
    CHECK(std::string{report.who.error().reason} == "not_member");
}

TEST_CASE("a browser that stops at a page says where and what it reads", "[login]") {
    const auto elsewhere = running_service::minimal();
    const auto report = scripted(R"({"location": ")" + elsewhere.url("/nothing") + R"("})").run();
    REQUIRE_FALSE(report.who.has_value());
    CHECK(std::string{report.who.error().reason} == "stopped_on_page");
    CHECK(std::string{report.who.error().detail} == "the browser did not come back but stopped at " +
                                                        elsewhere.url("/nothing") +
                                                        " with status 404, where it says: 404");
}

TEST_CASE("a provider page that cannot be reached is a network failure", "[login]") {
    const auto report = scripted(R"({"location": "http://127.0.0.1:1/page"})").run();
    REQUIRE_FALSE(report.who.has_value());
    CHECK(report.who.error().status == IDP_E_NETWORK);
    CHECK(std::string{report.who.error().detail} == "http://127.0.0.1:1/page: Connection refused");
}

TEST_CASE("what an administrator has to mend is told before anything is tried", "[login]") {
    auto wrong_url = minimal(), wrong_file = minimal(), wrong_library = minimal(), wrong_provider = minimal(),
         wrong_ca = minimal();
    wrong_url.options.public_url = "localhost";
    wrong_file.options.config = "/nowhere.json";
    wrong_library.options.plugin = "/nowhere.so";
    wrong_provider.options.plugin = SCRIPTED;
    wrong_ca.options.browser_ca = "/nowhere.pem";
    auto wrong_config = attempt{GOOD_MINIMAL, "org.idpplugin.minimal", "{}"};
    for (auto* wrong : {&wrong_url, &wrong_file, &wrong_library, &wrong_provider, &wrong_ca, &wrong_config}) {
        const auto report = wrong->run();
        REQUIRE_FALSE(report.who.has_value());
        INFO(report.who.error().detail);
        CHECK(report.who.error().status == IDP_E_CONFIG);
        CHECK(report.who.error().audience == IDP_FOR_ADMIN);
    }
}
