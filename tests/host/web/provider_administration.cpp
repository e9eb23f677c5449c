#include "web/provider_administration.hpp"

#include "support/catch.hpp"
#include "web/administered_platform.hpp"

using namespace host;

namespace {

// The id of the provider that was made.
std::string made_by(const response& answer) {
    const auto to = location(answer);
    REQUIRE(answer.status == 303);
    const std::string place = "/admin/providers/";
    return to.substr(place.size(), to.find('?') - place.size());
}

response add_minimal(const office& by, const std::string& users = "alice") {
    return by.post_parts("/admin/providers/new",
                         {{"type", "org.idpplugin.minimal"}, {"name", "Minimal"}, {"/users", users}});
}

std::string revision_of(const administered_platform& platform, const std::string& id) {
    return std::to_string(platform.data.settings.find(id)->revision);
}

}  // namespace

TEST_CASE("a provider is configured with nothing but the form, and works at once", "[provider_administration]") {
    administered_platform platform{GOOD_MINIMAL};
    const office admin{platform, platform.add("admin")};
    CHECK(says(admin.get("/admin/providers"), "org.idpplugin.minimal"));
    CHECK(says(admin.get("/admin/providers/new?type=org.idpplugin.minimal"), "name=\"/users\""));

    const auto id = made_by(add_minimal(admin));
    CHECK(platform.providers.find(id)->instance->start({}).has_value());
    const auto page = admin.get("/admin/providers/" + id + "?done=saved");
    CHECK(says(page, "Saved."));
    for (const auto* address : {"/login", "/callback", "/bind"})
        CHECK(says(page, "https://id.example.com/api/v1/idp/org_idpplugin_minimal/" + id + address));
    REQUIRE(platform.audited("provider_created").size() == 1);
    CHECK(platform.audited("provider_created")[0].actor == "admin");
    CHECK(platform.audited("provider_created")[0].provider == id);
}

TEST_CASE("a change is in use without a restart, and the audit names its fields", "[provider_administration]") {
    administered_platform platform{GOOD_MINIMAL};
    const office admin{platform, platform.add("admin")};
    const auto id = made_by(add_minimal(admin));
    const auto before = platform.providers.find(id)->instance;
    const auto answer = admin.post_parts(
        "/admin/providers/" + id, {{"revision", revision_of(platform, id)}, {"name", "Renamed"}, {"/users", "bob"}});
    CHECK(location(answer) == "/admin/providers/" + id + "?done=saved");
    CHECK(platform.providers.find(id)->instance != before);
    CHECK(platform.data.settings.find(id)->config == R"({"users":"bob"})");
    REQUIRE(platform.audited("provider_changed").size() == 1);
    CHECK(platform.audited("provider_changed")[0].detail == "name /users");
}

TEST_CASE("what the provider refuses is said at its field and changes nothing", "[provider_administration]") {
    administered_platform platform{GOOD_MINIMAL};
    const office admin{platform, platform.add("admin")};
    const auto refused = add_minimal(admin, "Not/allowed");
    CHECK(refused.status == 422);
    CHECK(says(refused, "Not/allowed"));
    CHECK(add_minimal(admin, "").status == 422);
    const auto nameless = admin.post_parts("/admin/providers/new",
                                           {{"type", "org.idpplugin.minimal"}, {"name", ""}, {"/users", "alice"}});
    CHECK(says(nameless, "A name of at most 128 bytes is needed."));
    CHECK(platform.data.settings.list_all().empty());
    CHECK(platform.audited("provider_created").empty());
}

TEST_CASE("of two administrators with the same form, the second is told before he overwrites",
          "[provider_administration]") {
    administered_platform platform{GOOD_MINIMAL};
    const office first{platform, platform.add("first")}, second{platform, platform.add("second")};
    const auto id = made_by(add_minimal(first));
    const auto seen = revision_of(platform, id);
    const auto place = "/admin/providers/" + id;
    CHECK(first.post_parts(place, {{"revision", seen}, {"name", "Mine"}, {"/users", "bob"}}).status == 303);

    const auto told = second.post_parts(place, {{"revision", seen}, {"name", "Yours"}, {"/users", "carol"}});
    CHECK(told.status == 422);
    CHECK(says(told, "Somebody else saved this provider"));
    CHECK(says(told, "carol"));
    CHECK(says(told, "name=\"revision\" value=\"" + revision_of(platform, id) + "\""));
    CHECK(platform.data.settings.find(id)->name == "Mine");
    CHECK(second.post_parts(place, {{"name", "Yours"}, {"/users", "carol"}}).status == 400);
}

TEST_CASE("providers are switched off and on and removed", "[provider_administration]") {
    administered_platform platform{GOOD_MINIMAL};
    const office admin{platform, platform.add("admin")};
    const auto id = made_by(add_minimal(admin));
    CHECK(location(admin.post("/admin/providers/" + id + "/disable")) == "/admin/providers?done=disabled");
    CHECK(platform.providers.find(id)->instance == nullptr);
    CHECK(location(admin.post("/admin/providers/" + id + "/enable")) == "/admin/providers?done=enabled");
    CHECK(platform.providers.find(id)->instance != nullptr);
    CHECK(location(admin.post("/admin/providers/" + id + "/delete")) == "/admin/providers?done=deleted");
    CHECK(platform.providers.find(id) == nullptr);
    CHECK(admin.get("/admin/providers/" + id).status == 404);
    for (const auto* kind : {"provider_disabled", "provider_enabled", "provider_deleted"})
        CHECK(platform.audited(kind).size() == 1);
}

TEST_CASE("T16: an administrator reaches nothing of another tenant", "[provider_administration]") {
    administered_platform platform{GOOD_MINIMAL};
    const office admin{platform, platform.add("admin")};
    const auto id = made_by(add_minimal(admin));
    const auto branch = *platform.data.tenants.add("Branch", "branch");
    const office stranger{platform, platform.add("stranger", true, false, branch.id)};
    const auto place = "/admin/providers/" + id;
    CHECK_FALSE(says(stranger.get("/admin/providers"), id));
    CHECK_FALSE(says(stranger.get("/admin/providers?tenant=" + platform.data.tenants.first().id), id));
    CHECK(stranger.get(place).status == 404);
    CHECK(stranger.get(place + "/test").status == 404);
    CHECK(stranger.post_parts(place, {{"revision", "1"}, {"name", "Taken"}, {"/users", "eve"}}).status == 404);
    for (const auto* act : {"/enable", "/disable", "/delete", "/test"})
        CHECK(stranger.post(place + act).status == 404);
    CHECK(platform.providers.find(id)->setting.name == "Minimal");
    CHECK(platform.providers.find(id)->instance != nullptr);
}

TEST_CASE("an operator of the platform reaches the providers of every tenant", "[provider_administration]") {
    administered_platform platform{GOOD_MINIMAL};
    const auto branch = *platform.data.tenants.add("Branch", "branch");
    const office theirs{platform, platform.add("theirs", true, false, branch.id)};
    const auto id = made_by(add_minimal(theirs));
    const office operating{platform, platform.add("operator", true, true)};
    CHECK_FALSE(says(operating.get("/admin/providers"), id));
    CHECK(says(operating.get("/admin/providers?tenant=" + branch.id), id));
    CHECK(operating.get("/admin/providers?tenant=unknown").status == 404);
    CHECK(operating.get("/admin/providers/" + id).status == 200);
    CHECK(location(operating.post("/admin/providers/" + id + "/disable")) ==
          "/admin/providers?tenant=" + branch.id + "&done=disabled");
    CHECK(platform.data.audit.list(branch.id, "provider_disabled", 1, 10).entries.size() == 1);
}

TEST_CASE("users without an office are shown the door", "[provider_administration]") {
    administered_platform platform{GOOD_MINIMAL};
    const office member{platform, platform.add("member", false)};
    for (const auto* place : {"/admin/providers", "/admin/users", "/admin/audit", "/admin/tenants"})
        CHECK(member.get(place).status == 403);
    const office admin{platform, platform.add("admin")};
    CHECK(admin.get("/admin/tenants").status == 403);
}

TEST_CASE("a body that no form of this host makes is refused", "[provider_administration]") {
    administered_platform platform{GOOD_MINIMAL};
    const office admin{platform, platform.add("admin")};
    CHECK(admin.post_parts("/admin/providers/new", {{"type", "org.absent"}, {"name", "n"}}).status == 400);
    CHECK(admin.post("/admin/providers/new", {{"type", "org.idpplugin.minimal"}, {"name", "n"}}).status == 400);
    CHECK(admin.get("/admin/providers/new?type=org.absent").status == 404);
}
