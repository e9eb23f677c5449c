#include "web/callback.hpp"

#include "bare_site.hpp"
#include "support/catch.hpp"

using namespace host;

namespace {

const std::string tenant_id = "550e8400-e29b-41d4-a716-446655440000";

}  // namespace

TEST_CASE("a login takes its tenant and its way along, and nothing else", "[callback]") {
    const auto text = to_text({tenant_id, "/me?tab=1"});
    REQUIRE(text);
    const auto back = parse_login_context(*text);
    REQUIRE(back);
    CHECK(back->tenant_id == tenant_id);
    CHECK(back->next == "/me?tab=1");
    CHECK(parse_login_context(*to_text({tenant_id, ""}))->next.empty());
}

TEST_CASE("T07: a context whose way leads elsewhere is none", "[callback]") {
    const auto text = GENERATE(as<std::string>{}, "", "short", tenant_id + "//evil", tenant_id + "https://evil");
    CHECK_FALSE(parse_login_context(text));
}

TEST_CASE("a way that is too long for a transaction does not begin a login", "[callback]") {
    CHECK(to_text({tenant_id, "/" + std::string(475, 'a')}));
    CHECK_FALSE(to_text({tenant_id, "/" + std::string(476, 'a')}));
}

TEST_CASE("T04: what binds a login to a person names the user and the session", "[callback]") {
    bare_site site;
    const auto who = site.add_user("alice");
    const auto first = site.data.sessions.open({who.id, {}, {}}, site.world.outside().now())->opened;
    const auto second = site.data.sessions.open({who.id, {}, {}}, site.world.outside().now())->opened;
    CHECK(binding_of(first).find(who.id) == 0);
    CHECK(binding_of(first) != binding_of(second));
}
