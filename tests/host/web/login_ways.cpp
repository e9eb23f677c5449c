#include "web/login_ways.hpp"

#include "bare_site.hpp"
#include "support/catch.hpp"

#include <boost/algorithm/string/predicate.hpp>

using namespace host;
using boost::algorithm::contains;

namespace {

std::string sign_in_form(bare_site& site, const std::string& rest) {
    return "tenant=" + site.data.tenants.first().id + "&" + rest;
}

}  // namespace

TEST_CASE("a person signs in with a password and goes where they wanted", "[login_ways]") {
    bare_site site;
    site.add_user("alice");
    CHECK(contains(site.get("/login?next=/me/accounts").body, "name=\"next\" value=\"/me/accounts\""));
    const auto in = site.post("/login", sign_in_form(site, "name=alice&password=correct+horse&next=/me/accounts"));
    CHECK(header(in, "Location") == "/me/accounts");
    CHECK(site.get("/me/accounts").status == 200);
    CHECK(site.data.audit.list(site.data.tenants.first().id, "login", 1, 9).entries.front().address == "192.0.2.1");
}

TEST_CASE("T07: a sign-in goes to no other host", "[login_ways]") {
    bare_site site;
    site.add_user("alice");
    const auto next = GENERATE(as<std::string>{}, "https://evil/?h=host", "//evil", "https://host.evil.com", "/\\evil");
    CHECK(contains(site.get("/login?next=" + encode_value(next)).body, "name=\"next\" value=\"\""));
    const auto form = "name=alice&password=correct+horse&next=" + encode_value(next);
    CHECK(site.post("/login", sign_in_form(site, form)).status == 400);
    CHECK_FALSE(site.cookies.contains("idp_session"));
}

TEST_CASE("T20: a wrong password, an unknown user, a disabled and a deleted one get the same answer", "[login_ways]") {
    bare_site site;
    site.add_user("alice");
    site.data.users.set_state(site.add_user("disabled").id, user_state::disabled);
    site.data.users.set_state(site.add_user("deleted").id, user_state::deleted);
    site.get("/login");
    const auto answer = [&](const std::string& name, const std::string& password) {
        auto out = site.post("/login", sign_in_form(site, "name=" + name + "&password=" + password));
        return std::to_string(out.status) + out.body.replace(out.body.find("value=\"" + name), name.size() + 7, "");
    };
    const auto wrong = answer("alice", "wrong");
    CHECK(wrong.starts_with("403"));
    CHECK(answer("nobody", "correct+horse") == wrong);
    CHECK(answer("disabled", "correct+horse") == wrong);
    CHECK(answer("deleted", "correct+horse") == wrong);
}

TEST_CASE("names that belong to nobody are not kept: they may be passwords", "[login_ways]") {
    bare_site site;
    site.get("/login");
    site.post("/login", sign_in_form(site, "name=my+secret&password=x"));
    const auto refused = site.data.audit.list(site.data.tenants.first().id, "login_refused", 1, 9);
    REQUIRE(refused.total == 1);
    CHECK(refused.entries.front().subject.empty());
    CHECK_FALSE(contains(site.lines.str(), "secret"));
}

TEST_CASE("passwords of one user are guessed ten times and then slowly", "[login_ways]") {
    bare_site site;
    site.add_user("alice");
    site.add_user("bob");
    site.get("/login");
    const auto try_it = [&](const std::string& name, const std::string& password) {
        return site.post("/login", sign_in_form(site, "name=" + name + "&password=" + password));
    };
    for (int i = 0; i < 10; ++i)
        CHECK(try_it("alice", "wrong").status == 403);
    const auto refused = try_it("alice", "correct+horse");
    CHECK(refused.status == 429);
    CHECK(header(refused, "Retry-After") == "60");
    CHECK(try_it("bob", "correct+horse").status == 303);

    site.world.pass(std::chrono::minutes{1});
    site.get("/login");
    CHECK(try_it("alice", "correct+horse").status == 303);
}

TEST_CASE("T18: a session that was planted before a sign-in is not the one after it", "[login_ways]") {
    bare_site site;
    site.add_user("alice");
    site.add_user("mallory");
    site.sign_in("mallory");
    const auto planted = site.cookies.at("idp_session");
    site.sign_in("alice");
    CHECK(site.cookies.at("idp_session") != planted);
    site.cookies["idp_session"] = planted;
    CHECK(header(site.get("/me"), "Location") == "/login");
}

TEST_CASE("a tenant that is not there is no tenant to sign in to", "[login_ways]") {
    bare_site site;
    site.get("/login");
    CHECK(site.get("/login?tenant=nope").status == 404);
    CHECK(site.post("/login", "tenant=nope&name=alice&password=x").status == 400);
}
