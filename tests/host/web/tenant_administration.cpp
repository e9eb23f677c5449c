#include "web/tenant_administration.hpp"

#include "support/catch.hpp"
#include "web/administered_platform.hpp"

using namespace host;

TEST_CASE("an operator adds a tenant with its first administrator", "[tenant_administration]") {
    administered_platform platform{GOOD_MINIMAL};
    const office operating{platform, platform.add("operator", true, true)};
    const auto page =
        operating.post("/admin/tenants", {{"id", "branch"}, {"name", "Branch"}, {"administrator", "boss"}});
    CHECK(page.status == 200);
    const auto branch = platform.data.tenants.find_by_slug("branch");
    REQUIRE(branch.has_value());
    CHECK(platform.data.users.find_by_name(branch->id, "boss")->is_administrator);
    CHECK_FALSE(platform.data.users.find_by_name(branch->id, "boss")->is_operator);
    CHECK(says(operating.get("/admin/tenants"), "Branch"));
    CHECK(platform.audited("tenant_created").at(0).subject == "Branch");
}

TEST_CASE("a tenant without a good id, name or administrator is not made", "[tenant_administration]") {
    administered_platform platform{GOOD_MINIMAL};
    const office operating{platform, platform.add("operator", true, true)};
    const auto sent = GENERATE(values<form>({
        {{"id", "default"}, {"name", "Branch"}, {"administrator", "boss"}},
        {{"id", "Branch!"}, {"name", "Branch"}, {"administrator", "boss"}},
        {{"id", "branch"}, {"name", ""}, {"administrator", "boss"}},
        {{"id", "branch"}, {"name", "Branch"}, {"administrator", ""}},
    }));
    CHECK(operating.post("/admin/tenants", sent).status == 422);
    CHECK(platform.data.tenants.list().size() == 1);
}

TEST_CASE("a tenant's administrator cannot make tenants, nor an operator without a fresh proof",
          "[tenant_administration]") {
    administered_platform platform{GOOD_MINIMAL};
    const form branch{{"id", "branch"}, {"name", "Branch"}, {"administrator", "boss"}};
    const office admin{platform, platform.add("admin")}, operating{platform, platform.add("operator", true, true)};
    CHECK(admin.post("/admin/tenants", branch).status == 403);
    platform.world.pass(std::chrono::minutes{6});
    CHECK(location(operating.post("/admin/tenants", branch)) == "/me/confirm?next=%2Fadmin%2Ftenants");
    CHECK(platform.data.tenants.list().size() == 1);
}
