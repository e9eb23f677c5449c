#include "web/provider_tests.hpp"

#include "support/catch.hpp"
#include "web/administered_platform.hpp"

using namespace host;

namespace {

struct tested_provider : administered_platform {
    office admin{*this, add("admin")};
    provider_setting stored;

    explicit tested_provider(const std::string& config, const char* file = SCRIPTED,
                             const std::string& provider = "org.idpplugin.scripted")
        : administered_platform{file} {
        provider_setting wanted;
        wanted.tenant_id = data.tenants.first().id;
        wanted.provider = provider;
        wanted.name = "Tested";
        wanted.config = config;
        stored = *providers.save(wanted);
    }
    std::string place() const { return "/admin/providers/" + stored.id + "/test"; }
};

}  // namespace

TEST_CASE("a test runs after its answer, and the page shows its steps", "[provider_tests]") {
    tested_provider at{"{}"};
    CHECK_FALSE(says(at.admin.get(at.place()), "data-running"));
    const auto started = at.admin.post(at.place());
    CHECK(location(started) == at.place());
    CHECK(says(at.admin.get(at.place()), "data-running"));
    REQUIRE(started.afterwards);
    started.afterwards();
    const auto page = at.admin.get(at.place());
    CHECK(says(page, "ms in en"));
    CHECK(says(page, ">passed<"));
}

TEST_CASE("a step that failed says what to do", "[provider_tests]") {
    tested_provider at{R"({"step": 3, "self_test": 1})"};
    at.admin.post(at.place()).afterwards();
    const auto page = at.admin.get(at.place());
    CHECK(says(page, ">failed<"));
    CHECK(says(page, "Ring the bell."));
}

TEST_CASE("a test ends with the one who asked for it, and another session does not see it", "[provider_tests]") {
    tested_provider at{"{}"};
    { const auto never_run = at.admin.post(at.place()); }
    CHECK_FALSE(says(at.admin.get(at.place()), "data-running"));
    at.admin.post(at.place()).afterwards();
    const office other{at, at.add("other")};
    CHECK_FALSE(says(other.get(at.place()), "ms in en"));
}

TEST_CASE("a test that runs is not begun again", "[provider_tests]") {
    tested_provider at{"{}"};
    const auto running = at.admin.post(at.place());
    const auto again = at.admin.post(at.place());
    CHECK(location(again) == at.place());
    CHECK_FALSE(again.afterwards);
}

TEST_CASE("a configuration is tried without being saved", "[provider_tests]") {
    tested_provider at{"{}"};
    const form sent{{"name", "Tested"}, {"revision", std::to_string(at.stored.revision)}, {"/label", "Unsaved"}};
    const auto started = at.admin.post_parts(at.place(), sent);
    REQUIRE(started.afterwards);
    started.afterwards();
    CHECK(says(at.admin.get(at.place()), ">passed<"));
    CHECK(*at.data.settings.find(at.stored.id) == at.stored);

    auto wrong = sent;
    wrong.emplace("/issue", "Wrong");
    const auto refused = at.admin.post_parts(at.place(), wrong);
    CHECK(refused.status == 422);
    CHECK(says(refused, "Wrong in en"));
}

TEST_CASE("a provider without a test of its own says so", "[provider_tests]") {
    tested_provider at{R"({"users": "alice"})", GOOD_MINIMAL, "org.idpplugin.minimal"};
    at.admin.post(at.place()).afterwards();
    CHECK(says(at.admin.get(at.place()), "This provider has no test of its own."));
}
