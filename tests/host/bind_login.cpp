// A login that somebody begins to bind an account ends for them, in that session, or not at all.
#include "running_service.hpp"
#include "support/catch.hpp"

using namespace host;

namespace {

// The callback of a login that the signed-in person began to bind the account bob.
std::string bind_callback(running_service& host, browser& person) {
    auto out = host.submit(person, "/me/accounts", "/me/accounts/bind", "provider=test").location();
    return out.replace(out.find("code=alice"), 10, "code=bob");
}

browser signed_in(running_service& host, const std::string& name) {
    host.add_user_with_password(name);
    auto out = host.person();
    host.sign_in(out, name);
    return out;
}

}  // namespace

TEST_CASE("an account is bound from the account page", "[binding]") {
    auto host = running_service::minimal();
    auto person = signed_in(host, "bob");
    CHECK(person.get(bind_callback(host, person)).location() == host.url("/me/accounts"));
    auto next_day = host.person();
    CHECK(host.arrive_as(next_day, "bob").location() == host.url("/me"));
}

TEST_CASE("T04: a bind callback of somebody else binds nothing to who is signed in", "[binding]") {
    auto host = running_service::minimal();
    auto attacker = signed_in(host, "mallory"), victim = signed_in(host, "bob");
    const auto callback = bind_callback(host, attacker);
    bind_callback(host, victim);  // so that the victim's browser has a transaction at all
    CHECK(victim.get(callback).status == 400);
    CHECK(host.audited("bind").empty());
}

TEST_CASE("T04: a bind callback signs nobody in when the session that began it is over", "[binding]") {
    auto host = running_service::minimal();
    auto person = signed_in(host, "bob");
    const auto callback = bind_callback(host, person);
    host.submit(person, "/me", "/logout", "");
    CHECK(person.get(callback).status == 400);
    CHECK(person.get(host.url("/me")).location() == host.url("/login"));
    CHECK(host.audited("bind").empty());
}

TEST_CASE("T04: a bind callback is not for the next who signs in to the same browser", "[binding]") {
    auto host = running_service::minimal();
    auto person = signed_in(host, "bob");
    const auto callback = bind_callback(host, person);
    host.add_user_with_password("carol");
    host.sign_in(person, "carol");
    CHECK(person.get(callback).status == 400);
    CHECK(host.audited("bind").empty());
}

TEST_CASE("T04: a login that was begun to sign in binds nothing without being asked", "[binding]") {
    auto host = running_service::minimal();
    auto person = signed_in(host, "bob");
    CHECK(host.arrive_as(person, "bob").location() == host.url("/bind"));
    CHECK(host.audited("bind").empty());
}

TEST_CASE("a proof that has grown old on the way is asked for once more", "[binding]") {
    auto host = running_service::minimal();
    auto person = signed_in(host, "bob");
    const auto callback = bind_callback(host, person);
    host.pass(std::chrono::minutes{6});
    CHECK(person.get(callback).location() == host.url("/bind"));
    CHECK(host.audited("bind").empty());
    CHECK(host.submit(person, "/bind", "/bind", "password=correct+horse").location() == host.url("/me/accounts"));
    CHECK(host.audited("bind").size() == 1);
}
