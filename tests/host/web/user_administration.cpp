#include "web/user_administration.hpp"

#include "support/catch.hpp"
#include "web/administered_platform.hpp"

using namespace host;

namespace {

constexpr const char* ask_again = "/me/confirm?next=%2Fadmin%2Fusers";

std::string shown_password(const response& page) {
    const std::string before = "value=\"";
    const auto from = page.body.find(before, page.body.find("id=\"one-time-password\"")) + before.size();
    return page.body.substr(from, page.body.find('"', from) - from);
}

}  // namespace

TEST_CASE("a new user gets a password that is shown once and has to be changed", "[user_administration]") {
    administered_platform platform{GOOD_MINIMAL};
    const office admin{platform, platform.add("admin")};
    const auto page = admin.post("/admin/users", {{"name", "zhangsan"}});
    const auto tenant = platform.data.tenants.first().id;
    const auto made = platform.data.users.find_by_name(tenant, "zhangsan");
    REQUIRE(made.has_value());
    CHECK(made->must_change_password);
    CHECK_FALSE(made->is_administrator);
    const auto password = shown_password(page);
    CHECK(platform.data.users.authenticate(tenant, "zhangsan", password).has_value());
    CHECK_FALSE(says(admin.get("/admin/users"), password));
    CHECK(platform.audited("user_created").at(0).subject == "zhangsan");
    CHECK(platform.lines.str().find(password) == std::string::npos);
}

TEST_CASE("a name that is taken or none is refused with what was typed", "[user_administration]") {
    administered_platform platform{GOOD_MINIMAL};
    const office admin{platform, platform.add("admin")};
    for (const auto* name : {"admin", "", "a\nb"}) {
        const auto refused = admin.post("/admin/users", {{"name", name}});
        CHECK(refused.status == 422);
        CHECK(says(refused, "There is such a user already"));
    }
    CHECK(platform.data.users.list(platform.data.tenants.first().id).size() == 1);
}

TEST_CASE("a user is disabled, enabled and deleted, with his sessions", "[user_administration]") {
    administered_platform platform{GOOD_MINIMAL};
    const office admin{platform, platform.add("admin")};
    const auto zhangsan = platform.add("zhangsan");
    const office working{platform, zhangsan};
    const auto place = "/admin/users/" + zhangsan.id;
    CHECK(location(admin.post(place + "/disable")) == "/admin/users?done=disabled");
    CHECK(location(working.get("/admin/users")).starts_with("/login"));
    CHECK(location(admin.post(place + "/enable")) == "/admin/users?done=enabled");
    CHECK(location(admin.post(place + "/delete")) == "/admin/users?done=deleted");
    CHECK(platform.data.users.find(zhangsan.id)->state == user_state::deleted);
    CHECK(admin.post(place + "/enable").status == 404);
    for (const auto* kind : {"user_disabled", "user_enabled", "user_deleted"})
        CHECK(platform.audited(kind).at(0).subject == "zhangsan");
}

TEST_CASE("a password that was reset is a one-time password", "[user_administration]") {
    administered_platform platform{GOOD_MINIMAL};
    const office admin{platform, platform.add("admin")};
    const auto zhangsan = platform.add("zhangsan");
    const auto password = shown_password(admin.post("/admin/users/" + zhangsan.id + "/reset"));
    CHECK(platform.data.users.has_password(zhangsan.id, password));
    CHECK(platform.data.users.find(zhangsan.id)->must_change_password);
    CHECK(platform.audited("user_password_reset").size() == 1);
}

TEST_CASE("what makes or ends a way in asks who the administrator is, after five minutes", "[user_administration]") {
    administered_platform platform{GOOD_MINIMAL};
    const office admin{platform, platform.add("admin")};
    const auto zhangsan = platform.add("zhangsan");
    const auto place = "/admin/users/" + zhangsan.id;
    platform.world.pass(std::chrono::minutes{6});
    CHECK(location(admin.post(place + "/delete")) == ask_again);
    CHECK(location(admin.post(place + "/reset")) == ask_again);
    CHECK(location(admin.post("/admin/users", {{"name", "boss"}, {"administrator", "yes"}})) == ask_again);
    CHECK(platform.data.users.list(zhangsan.tenant_id).size() == 2);
    CHECK_FALSE(platform.data.users.find(zhangsan.id)->has_password);
    CHECK(admin.post("/admin/users", {{"name", "lisi"}}).status == 200);
}

TEST_CASE("nobody takes the office from himself, nor an operator's from below", "[user_administration]") {
    administered_platform platform{GOOD_MINIMAL};
    const auto me = platform.add("admin"), above = platform.add("operator", true, true);
    const office admin{platform, me};
    for (const auto* act : {"/disable", "/delete", "/reset"}) {
        CHECK(admin.post("/admin/users/" + me.id + act).status == 422);
        CHECK(admin.post("/admin/users/" + above.id + act).status == 404);
    }
    CHECK(platform.data.users.find(above.id)->state == user_state::active);
    CHECK_FALSE(platform.data.users.find(above.id)->has_password);
}

TEST_CASE("T16: users of another tenant are neither shown nor changed", "[user_administration]") {
    administered_platform platform{GOOD_MINIMAL};
    const auto branch = *platform.data.tenants.add("Branch", "branch");
    const auto theirs = platform.add("theirs", true, false, branch.id);
    const office admin{platform, platform.add("admin")};
    CHECK_FALSE(says(admin.get("/admin/users"), theirs.id));
    for (const auto* act : {"/enable", "/disable", "/delete", "/reset"})
        CHECK(admin.post("/admin/users/" + theirs.id + act).status == 404);
}
