#include "web/own_account.hpp"

#include "bare_site.hpp"
#include "support/catch.hpp"

#include <boost/algorithm/string/predicate.hpp>

using namespace host;
using boost::algorithm::contains;

namespace {

response change(bare_site& site, const std::string& old, const std::string& fresh, const std::string& again) {
    site.get("/me/password");
    return site.post("/me/password", "password=" + old + "&new_password=" + fresh + "&repeated_password=" + again +
                                         "&next=/me/accounts");
}

// Signed in with the one-time password that somebody else made.
user newcomer(bare_site& site) {
    const auto who = *site.data.users.add({site.data.tenants.first().id, "bob", false, false});
    const auto password = site.data.users.make_one_time_password(who.id);
    site.get("/login");
    site.post("/login", "tenant=" + who.tenant_id + "&name=bob&password=" + password);
    site.get("/me/password");
    return who;
}

}  // namespace

TEST_CASE("who am I", "[own_account]") {
    bare_site site;
    site.add_user("alice");
    site.sign_in("alice");
    CHECK(contains(site.get("/me").body, "alice"));
    CHECK(site.get("/me/accounts").status == 200);
}

TEST_CASE("a password is changed by who knows it, and the session before it is over", "[own_account]") {
    bare_site site;
    site.add_user("alice");
    site.sign_in("alice");
    const auto before = site.cookies.at("idp_session");

    CHECK(header(change(site, "correct+horse", "battery+staple", "battery+staple"), "Location") == "/me/accounts");

    CHECK(site.cookies.at("idp_session") != before);
    CHECK(site.get("/me").status == 200);
    site.cookies["idp_session"] = before;
    CHECK(header(site.get("/me"), "Location") == "/login");
    CHECK(site.data.users.authenticate(site.data.tenants.first().id, "alice", "battery staple"));
    CHECK(site.data.audit.list(site.data.tenants.first().id, "password_changed", 1, 9).total == 1);
}

TEST_CASE("a password that is wrong, not repeated, short or the same is not taken", "[own_account]") {
    bare_site site;
    site.add_user("alice");
    site.sign_in("alice");
    CHECK(change(site, "wrong", "battery+staple", "battery+staple").status == 403);
    CHECK(change(site, "correct+horse", "battery+staple", "battery").status == 403);
    CHECK(change(site, "correct+horse", "short", "short").status == 403);
    CHECK(change(site, "correct+horse", "correct+horse", "correct+horse").status == 403);
    CHECK(site.data.users.authenticate(site.data.tenants.first().id, "alice", "correct horse"));
}

TEST_CASE("a one-time password has to be changed before anything else", "[own_account]") {
    bare_site site;
    newcomer(site);
    CHECK(header(site.get("/me"), "Location") == "/me/password");
    CHECK(header(site.post("/me/accounts/bind", "provider=test"), "Location") == "/me/password");
    CHECK(site.get("/me/password").status == 200);
    CHECK(header(site.post("/logout", ""), "Location") == "/login");
}

TEST_CASE("a one-time password that was changed is over", "[own_account]") {
    bare_site site;
    const auto who = newcomer(site);
    const auto one_time = site.data.users.make_one_time_password(who.id);
    site.get("/login");
    site.post("/login", "tenant=" + who.tenant_id + "&name=bob&password=" + one_time);
    change(site, one_time, "battery+staple", "battery+staple");
    CHECK(site.get("/me").status == 200);
    CHECK_FALSE(site.data.users.authenticate(who.tenant_id, "bob", one_time));
}

TEST_CASE("a proof lasts five minutes and is given again with the password", "[own_account]") {
    bare_site site;
    site.add_user("alice");
    site.sign_in("alice");
    site.world.pass(std::chrono::minutes{6});
    site.get("/me/confirm?next=/me/accounts");
    CHECK(site.post("/me/confirm", "password=wrong&next=/me/accounts").status == 403);
    CHECK(contains(site.post("/me/accounts/unbind", "binding=x").body, "The password is not right."));
    CHECK(header(site.post("/me/confirm", "password=correct+horse&next=//evil"), "Location") == "/me");
    CHECK(contains(site.post("/me/accounts/unbind", "binding=x").body, "This account is not bound to you."));
}

TEST_CASE("signing out ends the session and not only the cookie", "[own_account]") {
    bare_site site;
    site.add_user("alice");
    site.sign_in("alice");
    const auto session = site.cookies.at("idp_session");
    CHECK(header(site.post("/logout", ""), "Location") == "/login");
    CHECK_FALSE(site.cookies.contains("idp_session"));
    site.cookies["idp_session"] = session;
    CHECK(header(site.get("/me"), "Location") == "/login");
}
