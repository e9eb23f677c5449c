#include "housekeeping.hpp"

#include "bare_site.hpp"
#include "support/catch.hpp"

using namespace host;

TEST_CASE("what has expired is forgotten, and nothing else", "[housekeeping]") {
    bare_site site;
    const auto who = site.add_user("alice");
    const auto now = [&] { return site.world.outside().now(); };
    site.data.sessions.open({who.id, {}, {}}, now());
    site.data.audit.add({.at = now(), .tenant_id = who.tenant_id, .kind = "login"});
    site.world.pass(std::chrono::hours{9});
    const auto fresh = site.data.sessions.open({who.id, {}, {}}, now());

    forget_expired(site.state);

    CHECK(site.data.sessions.close_expired(now()) == 0);
    CHECK(site.data.sessions.find(fresh->token, now()));
    CHECK(site.data.audit.list(who.tenant_id, "", 1, 9).total == 1);
    site.world.pass(std::chrono::hours{401 * 24});
    forget_expired(site.state);
    CHECK(site.data.audit.list(who.tenant_id, "", 1, 9).total == 0);
}
