// What a page of the administrator shows of a configuration, and takes: secrets go in and never come out, and what is
// for operators stays with them.
#include "support/catch.hpp"
#include "web/administered_platform.hpp"
#include "web/provider_administration.hpp"

using namespace host;

namespace {

constexpr const char* canary = "canary-7Hq2";

struct scripted_platform : administered_platform {
    office admin{*this, add("admin")};
    office operating{*this, add("operator", true, true)};
    provider_setting stored;

    explicit scripted_platform(const std::string& config) : administered_platform{SCRIPTED} {
        provider_setting wanted;
        wanted.tenant_id = data.tenants.first().id;
        wanted.provider = "org.idpplugin.scripted";
        wanted.name = "Scripted";
        wanted.config = config;
        stored = *providers.save(wanted);
    }
    std::string place() const { return "/admin/providers/" + stored.id; }
    provider_setting now() const { return *data.settings.find(stored.id); }

    response save(const office& by, form fields) const {
        fields.emplace("name", "Scripted");
        fields.emplace("revision", std::to_string(now().revision));
        return by.post_parts(place(), fields);
    }
};

const std::string with_secret = R"({"key":"canary-7Hq2","network":{"base":"https://inside.example"}})";

}  // namespace

TEST_CASE("T33: a stored secret is on no page, in no log and in no audit", "[provider_administration]") {
    scripted_platform at{with_secret};
    CHECK_FALSE(says(at.admin.get(at.place()), canary));
    CHECK_FALSE(says(at.operating.get(at.place()), canary));
    CHECK_FALSE(says(at.admin.get("/admin/providers"), canary));
    const auto refused = at.save(at.admin, {{"/key", canary}, {"/issue", "wrong"}});
    CHECK(refused.status == 422);
    CHECK_FALSE(says(refused, canary));
    CHECK(at.save(at.admin, {{"/key", canary}, {"/label", "Changed"}}).status == 303);
    for (const auto& entry : at.audited("provider_changed"))
        CHECK(entry.detail.find(canary) == std::string::npos);
    CHECK(at.lines.str().find(canary) == std::string::npos);
}

TEST_CASE("a secret that is left blank stays, and one that is written replaces it", "[provider_administration]") {
    scripted_platform at{with_secret};
    CHECK(at.save(at.admin, {{"/key", ""}, {"/label", "A"}}).status == 303);
    CHECK(at.now().config.find(canary) != std::string::npos);
    CHECK(at.save(at.admin, {{"/key", "another"}, {"/label", "A"}}).status == 303);
    CHECK(at.now().config.find(canary) == std::string::npos);
    CHECK(at.audited("provider_changed").at(0).detail == "/key");
}

TEST_CASE("what is for operators is neither shown to a tenant's administrator nor taken from him",
          "[provider_administration]") {
    scripted_platform at{with_secret};
    const auto page = at.admin.get(at.place());
    CHECK_FALSE(says(page, "inside.example"));
    CHECK_FALSE(says(page, "/network"));
    const auto before = at.now();
    CHECK(at.save(at.admin, {{"/key", ""}, {"/network/base", "https://evil.example"}}).status == 422);
    CHECK(at.now() == before);
    CHECK(at.save(at.admin, {{"/key", ""}, {"/label", "A"}}).status == 303);
    CHECK(at.now().config.find("https://inside.example") != std::string::npos);
}

TEST_CASE("an operator sees and sets what is for operators", "[provider_administration]") {
    scripted_platform at{with_secret};
    CHECK(says(at.operating.get(at.place()), "inside.example"));
    CHECK(at.save(at.operating, {{"/key", ""}, {"/network/base", "https://proxy.example"}}).status == 303);
    CHECK(at.now().config.find("https://proxy.example") != std::string::npos);
    CHECK(at.audited("provider_changed").at(0).detail == "/network/base");
}

TEST_CASE("the provider's complaint stands at its field, in the person's language", "[provider_administration]") {
    scripted_platform at{with_secret};
    const auto page = at.save(at.admin, {{"/issue", "No such thing"}});
    CHECK(page.status == 422);
    CHECK(says(page, "No such thing in en"));
    CHECK(says(page, "Nothing was saved."));
    CHECK(says(page, "value=\"No such thing\""));
    CHECK(at.now() == at.stored);
}
