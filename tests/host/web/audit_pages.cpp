#include "web/audit_pages.hpp"

#include "support/catch.hpp"
#include "web/administered_platform.hpp"

using namespace host;

namespace {

void add_entries(administered_platform& to, int count, const std::string& kind, const std::string& tenant_id) {
    for (int i = 0; i < count; ++i) {
        audit_entry one;
        one.at = to.world.outside().now();
        one.tenant_id = tenant_id;
        one.kind = kind;
        one.subject = kind + "-" + std::to_string(i) + "-";
        to.data.audit.add(one);
    }
}

}  // namespace

TEST_CASE("the audit is shown newest first, fifty entries a page", "[audit_pages]") {
    administered_platform platform{GOOD_MINIMAL};
    const office admin{platform, platform.add("admin")};
    add_entries(platform, 60, "login", platform.data.tenants.first().id);
    const auto first = admin.get("/admin/audit"), second = admin.get("/admin/audit?at=2");
    CHECK(says(first, "login-59-"));
    CHECK(says(first, "login-10-"));
    CHECK_FALSE(says(first, "login-9-"));
    CHECK(says(first, "at=2"));
    CHECK(says(second, "login-9-"));
    CHECK(says(second, "at=1"));
    CHECK_FALSE(says(second, "at=3"));
}

TEST_CASE("a page that is no number is the first", "[audit_pages]") {
    administered_platform platform{GOOD_MINIMAL};
    const office admin{platform, platform.add("admin")};
    add_entries(platform, 1, "login", platform.data.tenants.first().id);
    const auto at = GENERATE(as<std::string>{}, "0", "-1", "x", "");
    CHECK(says(admin.get("/admin/audit?at=" + at), "login-0-"));
    CHECK(admin.get("/admin/audit?at=99999999999999999999").status == 200);
}

TEST_CASE("the audit shows one kind if asked, and of this tenant only", "[audit_pages]") {
    administered_platform platform{GOOD_MINIMAL};
    const office admin{platform, platform.add("admin")};
    add_entries(platform, 2, "bind", platform.data.tenants.first().id);
    add_entries(platform, 2, "unbind", platform.data.tenants.first().id);
    add_entries(platform, 1, "foreign", platform.data.tenants.add("Branch", "branch")->id);
    const auto page = admin.get("/admin/audit?kind=unbind");
    CHECK(says(page, "unbind-1-"));
    CHECK_FALSE(says(page, ">bind-1-"));
    CHECK_FALSE(says(admin.get("/admin/audit"), "foreign-0-"));
}
