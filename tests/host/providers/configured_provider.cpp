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

    made_provider(const char* library, const std::string& config,
                  const std::vector<std::string>& seal_keys = {std::string(32, 'k')})
        : provider{configured_provider::create(idp::provider::open(library), services, {"test", "", "Test", config},
                                               seal_keys, {"https://id.example.com", true})} {}
    configured_provider* operator->() { return provider->get(); }
};

// What has to be there.
template <class T>
T given(outcome<T> what) {
    REQUIRE(what.has_value());
    return *std::move(what);
}

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

TEST_CASE("a login keeps its purpose and binding up to its callback [T04]", "[configured_provider][T04]") {
    auto minimal = made_provider{GOOD_MINIMAL, R"({"users": "alice"})"};
    const auto begun = given(minimal->start({.purpose = "bind", .binding = "zhang, session 1"}));
    const auto query = begun.location.substr(begun.location.find('?') + 1);
    const std::vector transactions{begun.transaction};
    const auto reason = [&](std::string_view purpose, std::string_view binding) {
        const auto out = minimal->handle_callback(
            {.query = query, .transactions = transactions, .purpose = purpose, .binding = binding});
        return out ? std::string{"ok"} : std::string{out.error().reason};
    };
    CHECK(reason("login", "zhang, session 1") == "other_purpose");
    CHECK(reason("bind", "li, session 2") == "binding_mismatch");
    CHECK(reason("bind", "zhang, session 1") == "ok");
}

TEST_CASE("what an older key has sealed is opened as long as that is among the keys", "[configured_provider]") {
    const std::string config = R"({"users": "alice"})", old(32, 'o'), fresh(32, 'f');
    auto before = made_provider{GOOD_MINIMAL, config, {old}},
         rotated = made_provider{GOOD_MINIMAL, config, {fresh, old}},
         after = made_provider{GOOD_MINIMAL, config, {fresh}};
    const auto begun = given(before->start({}));
    const auto query = begun.location.substr(begun.location.find('?') + 1);
    const std::vector transactions{begun.transaction};
    CHECK(rotated->handle_callback({.query = query, .transactions = transactions}).has_value());
    CHECK(after->handle_callback({.query = query, .transactions = transactions}).error().status == IDP_E_RESTART);
}

TEST_CASE("a form learns what a provider would refuse, in its language", "[configured_provider]") {
    const auto provider = idp::provider::open(SCRIPTED);
    CHECK(check_config(provider, "{}", "en").empty());
    const auto issues = check_config(provider, R"({"issue": "no good"})", "zh-CN");
    REQUIRE(issues.size() == 1);
    CHECK(issues[0].pointer == "/issue");
    CHECK(issues[0].code == "type");
    CHECK(issues[0].text == "no good in zh-CN");
    CHECK(check_config(provider, "no JSON", "en").size() == 1);
    CHECK(check_config(idp::provider::open(GOOD_MINIMAL), "{}", "en").empty());
}

TEST_CASE("a self-test tells each step as it begins and as it ends", "[configured_provider]") {
    auto provider = scripted(R"({"step": 3, "self_test": 1})");
    REQUIRE(provider->has_self_test());
    std::vector<self_test_step> told;
    const auto all_well =
        provider->self_test(std::chrono::seconds{2}, "en", [&](const auto& step) { told.push_back(step); });
    CHECK_FALSE(given(all_well));
    REQUIRE(told.size() == 2);
    CHECK(told[0].state == IDP_STEP_RUNNING);
    CHECK(told[1].id == "knock");
    CHECK(told[1].state == IDP_STEP_FAILED);
    CHECK(told[1].text == "2000 ms in en");
    CHECK(told[1].remedy == "Ring the bell.");
    CHECK(told[1].took == std::chrono::milliseconds{7});
}

TEST_CASE("a self-test passes, cannot be run, or is not there", "[configured_provider]") {
    const auto ignore = [](const self_test_step&) {};
    CHECK(given(scripted("{}")->self_test({}, "en", ignore)));
    CHECK(scripted(R"({"self_test": -4})")->self_test({}, "en", ignore).error().status == IDP_E_CANCELLED);
    auto minimal = made_provider{GOOD_MINIMAL, R"({"users": "alice"})"};
    CHECK_FALSE(minimal->has_self_test());
    CHECK(minimal->self_test({}, "en", ignore).error().status == IDP_E_UNSUPPORTED);
}

TEST_CASE("what a listener throws passes no foreign frame", "[configured_provider]") {
    auto provider = scripted("{}");
    int told = 0;
    const auto throwing = [&](const self_test_step&) {
        ++told;
        throw std::runtime_error{"enough"};
    };
    CHECK_THROWS_WITH(provider->self_test({}, "en", throwing), "enough");
    CHECK(told == 1);
}

TEST_CASE("a ticket stands for an account", "[configured_provider]") {
    auto provider = scripted(R"({"ticket": "plain"})");
    account who;
    who.verdict = IDP_VERDICT_MEMBER;
    who.issuer = "scripted";
    who.subject = "lisi";
    const auto ticket = given(provider->issue_ticket(who, "session1"));
    CHECK(ticket == "lisi-session1");
    CHECK(given(provider->redeem_ticket(ticket, "session1")).subject == "lisi");
    CHECK(provider->redeem_ticket(ticket, "session2").error().status == IDP_E_INVALID);
    CHECK(provider->redeem_ticket("-session1", "session1").error().status == IDP_E_INTERNAL);
    CHECK(scripted(R"({"ticket": "a; Domain=x"})")->issue_ticket(who, "s").error().status == IDP_E_INTERNAL);

    auto minimal = made_provider{GOOD_MINIMAL, R"({"users": "alice"})"};
    CHECK(minimal->issue_ticket(who, "s").error().status == IDP_E_UNSUPPORTED);
    CHECK(minimal->redeem_ticket("t", "s").error().status == IDP_E_UNSUPPORTED);
}
