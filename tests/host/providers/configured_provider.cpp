#include "providers/configured_provider.hpp"

#include "support/catch.hpp"
#include "surroundings.hpp"

#include <sstream>

using namespace host;

namespace {

struct made_provider {
    made_up_world world;
    std::ostringstream lines;
    event_log log{lines, log_level::info, world.outside().now};
    host_services services{log, world.outside().now};
    outcome<std::unique_ptr<configured_provider>> provider;

    made_provider(const char* library, const std::string& config)
        : provider{configured_provider::create(idp::provider::open(library), services, {"test", "", "Test", config},
                                               std::string(32, 'k'), {"https://id.example.com", true})} {}
    configured_provider* operator->() { return provider->get(); }
};

made_provider scripted(const std::string& config) { return {SCRIPTED, config}; }

}  // namespace

TEST_CASE("an instance has a callback of its own below the public URL", "[configured_provider]") {
    auto minimal = made_provider{GOOD_MINIMAL, R"({"users": "alice"})"};
    CHECK(minimal->path() == "/api/v1/idp/org_idpplugin_minimal/test");
    CHECK(minimal->redirect_uri() == "https://id.example.com/api/v1/idp/org_idpplugin_minimal/test/callback");
}

TEST_CASE("a wrong configuration is refused with what the provider says", "[configured_provider]") {
    const auto refused = made_provider{GOOD_MINIMAL, "{}"};
    REQUIRE_FALSE(refused.provider.has_value());
    CHECK(refused.provider.error().status == IDP_E_CONFIG);
}

TEST_CASE("modes are whole words of the descriptor", "[configured_provider]") {
    auto provider = scripted("{}");
    CHECK(provider->has_mode("scan"));
    CHECK_FALSE(provider->has_mode("sca"));
    CHECK_FALSE(provider->has_mode("auto scan"));
    CHECK(provider->restart_mode() == "auto");
    CHECK(made_provider { GOOD_MINIMAL, R"({"users": "alice"})" } -> restart_mode().empty());
}

TEST_CASE("a provider that breaks its contract is an internal error and no login", "[configured_provider]") {
    const auto config = GENERATE(as<std::string>{}, R"({"location": "javascript:alert(1)//"})",
                                 R"({"location": "https://a/\r\nSet-Cookie: b=c"})",
                                 R"({"transaction": "a; Domain=x"})", R"({"transaction": ""})");
    auto provider = scripted(config);
    const auto begun = provider->start({});
    REQUIRE_FALSE(begun.has_value());
    CHECK(begun.error().status == IDP_E_INTERNAL);
    CHECK(std::string{begun.error().reason} == "provider_breach");
}

TEST_CASE("T01: an account without a subject is nobody", "[configured_provider]") {
    auto provider = scripted(R"({"subject": ""})");
    const auto who = provider->resolve("s1", "en");
    REQUIRE_FALSE(who.has_value());
    CHECK(who.error().status == IDP_E_INTERNAL);
}

TEST_CASE("an error keeps to what a host can answer", "[configured_provider]") {
    struct row {
        std::string config;
        idp_status status;
        int http_status;
    };
    const auto [config, status, http_status] = GENERATE(values<row>({
        {R"({"resolve": -7, "http_status": 403})", IDP_E_DENIED, 403},
        {R"({"resolve": -99, "http_status": 403})", IDP_E_INTERNAL, 403},
        {R"({"resolve": 99, "http_status": 403})", IDP_E_INTERNAL, 403},
        {R"({"resolve": -7, "http_status": 200})", IDP_E_DENIED, 500},
        {R"({"resolve": -7, "http_status": 0})", IDP_E_DENIED, 500},
    }));
    auto provider = scripted(config);
    const auto who = provider->resolve("s1", "en");
    REQUIRE_FALSE(who.has_value());
    CHECK(who.error().status == status);
    CHECK(who.error().http_status == http_status);
}

TEST_CASE("a provider without an opinion has one button with its own name", "[configured_provider]") {
    auto minimal = made_provider{GOOD_MINIMAL, R"({"users": "alice"})"};
    const auto options = minimal->options("", "en");
    REQUIRE(options.size() == 1);
    CHECK(options[0].kind == IDP_LOGIN_REDIRECT);
    CHECK(options[0].label == "Test");
    CHECK(options[0].icon_media_type == "image/svg+xml");
}
