// From an account that nobody has to one that signs a user in, and back.
#include "running_service.hpp"
#include "support/catch.hpp"
#include "web/account_binding.hpp"

#include <boost/algorithm/string/predicate.hpp>

using namespace host;
using boost::algorithm::contains;

namespace {

std::string sign_in_form(const std::string& name) { return "name=" + name + "&password=correct+horse&next="; }

// Signed in with a password, and that a while ago.
browser long_signed_in(running_service& host, const std::string& name) {
    host.add_user_with_password(name);
    auto out = host.person();
    host.sign_in(out, name);
    host.pass(std::chrono::minutes{6});
    return out;
}

}  // namespace

TEST_CASE("who binds once is signed in with one click from then on", "[binding]") {
    auto host = running_service::minimal();
    host.add_user_with_password("bob");
    auto person = host.person();
    CHECK(host.arrive_as(person, "bob").location() == host.url("/bind"));
    CHECK(contains(person.get(host.url("/bind")).body, "<dd>bob</dd>"));
    CHECK(host.submit(person, "/bind", "/bind", sign_in_form("bob")).location() == host.url("/me"));
    CHECK(contains(person.get(host.url("/me")).body, "bob"));

    auto next_day = host.person();
    CHECK(host.arrive_as(next_day, "bob").location() == host.url("/me"));
    CHECK(host.audited("bind").size() == 1);
    CHECK(host.audited("login").size() == 2);
}

TEST_CASE("a login that led to the binding page goes on where it wanted to", "[binding]") {
    auto host = running_service::minimal();
    host.add_user_with_password("bob");
    auto person = host.person();
    auto callback = person.get(host.provider_url("/login?next=/me/accounts?kept")).location();
    person.get(callback.replace(callback.find("code=alice"), 10, "code=bob"));
    CHECK(host.submit(person, "/bind", "/bind", sign_in_form("bob")).location() == host.url("/me/accounts?kept"));
}

TEST_CASE("a wrong password binds nothing, and the account goes on waiting", "[binding]") {
    auto host = running_service::minimal();
    const auto bob = host.add_user_with_password("bob");
    auto person = host.person();
    host.arrive_as(person, "bob");
    const auto refused = host.submit(person, "/bind", "/bind", "name=bob&password=wrong&next=");
    CHECK(refused.status == 403);
    CHECK(contains(refused.body, "<dd>bob</dd>"));
    CHECK(host.data().bindings.list(bob.id).empty());
    CHECK(host.submit(person, "/bind", "/bind", sign_in_form("bob")).status == 303);
}

TEST_CASE("T05: what a form says of an account counts for nothing", "[binding]") {
    auto host = running_service::minimal();
    const auto bob = host.add_user_with_password("bob");
    auto person = host.person();
    host.sign_in(person, "bob");
    const auto forged = GENERATE(as<std::string>{}, "ext_id=ceo", "ticket=x", "subject=ceo&issuer=minimal");
    CHECK(host.submit(person, "/me", "/bind", forged + "&password=correct+horse").status == 403);
    CHECK(host.data().bindings.list(bob.id).empty());
}

TEST_CASE("T05: an account waits in one browser and for one use", "[binding]") {
    auto host = running_service::minimal();
    host.add_user_with_password("bob");
    auto person = host.person(), thief = host.person();
    host.arrive_as(person, "bob");
    host.sign_in(thief, "bob");
    CHECK(host.submit(thief, "/me", "/bind", "password=correct+horse").status == 403);
    CHECK(host.submit(person, "/bind", "/bind", sign_in_form("bob")).status == 303);
    CHECK(host.submit(person, "/me", "/bind", "password=correct+horse").status == 403);
}

TEST_CASE("a page binds the account that it shows, and not the one that another tab brought since", "[binding]") {
    auto host = running_service::minimal();
    const auto bob = host.add_user_with_password("bob");
    auto person = host.person();
    host.arrive_as(person, "bob");
    const auto first_tab = person.get(host.url("/bind"));
    host.arrive_as(person, "carol");
    CHECK(
        person.post(host.url("/bind"), host.hidden_fields(first_tab, "/bind", "") + "&name=bob&password=correct+horse")
            .status == 403);
    CHECK(host.data().bindings.list(bob.id).empty());
}

TEST_CASE("who has just signed in confirms without a password", "[binding]") {
    auto host = running_service::minimal();
    host.add_user_with_password("bob");
    auto person = host.person();
    host.sign_in(person, "bob");
    host.arrive_as(person, "carol");
    CHECK_FALSE(contains(person.get(host.url("/bind")).body, "type=\"password\""));
    CHECK(host.submit(person, "/bind", "/bind", "").location() == host.url("/me"));
    CHECK(host.audited("bind").size() == 1);
}

TEST_CASE("an account waits for ten minutes", "[binding]") {
    auto host = running_service::minimal();
    auto person = host.person();
    host.arrive_as(person, "bob");
    host.pass(std::chrono::minutes{10});
    CHECK(person.get(host.url("/bind")).location() == host.url("/login"));
}

TEST_CASE("who does not want to bind says so, and nothing waits any more", "[binding]") {
    auto host = running_service::minimal();
    auto person = host.person();
    host.arrive_as(person, "bob");
    CHECK(host.submit(person, "/bind", "/bind/cancel", "").location() == host.url("/login"));
    CHECK(person.get(host.url("/bind")).location() == host.url("/login"));
}

TEST_CASE("an account that somebody has stays with them: a conflict is an error and no overwrite", "[binding]") {
    auto host = running_service::minimal();
    const auto bob = host.add_user_with_password("bob");
    host.add_user_with_password("carol");
    auto first = host.person(), second = host.person();
    host.arrive_as(first, "bob");
    host.arrive_as(second, "bob");
    host.submit(first, "/bind", "/bind", sign_in_form("bob"));

    const auto refused = host.submit(second, "/bind", "/bind", sign_in_form("carol"));

    CHECK(refused.status == 409);
    CHECK(second.get(host.url("/me")).location() == host.url("/login"));
    CHECK(host.data().bindings.list(bob.id).size() == 1);
    CHECK(host.audited("bind_conflict").size() == 1);
}

TEST_CASE("a second account of the same company is not bound beside the first", "[binding]") {
    auto host = running_service::minimal();
    host.add_user_with_password("bob");
    auto person = host.person(), again = host.person();
    host.arrive_as(person, "bob");
    host.submit(person, "/bind", "/bind", sign_in_form("bob"));
    host.arrive_as(again, "carol");
    CHECK(host.submit(again, "/bind", "/bind", sign_in_form("bob")).status == 409);
}

TEST_CASE("T06: an account is not bound to the user who happens to have its name", "[binding]") {
    auto host = running_service::minimal();
    const auto bob = host.add_user_with_password("bob");
    auto person = host.person();
    CHECK(host.arrive_as(person, "bob").location() == host.url("/bind"));
    CHECK(host.data().bindings.list(bob.id).empty());
    CHECK(person.get(host.url("/me")).location() == host.url("/login"));
}

TEST_CASE("T06: who has been signed in for long proves again who they are before a binding begins", "[binding]") {
    auto host = running_service::minimal();
    auto person = long_signed_in(host, "bob");
    const auto bind = [&](const std::string& password) {
        return host.submit(person, "/me/accounts", "/me/accounts/bind", "provider=test&password=" + password);
    };
    CHECK(bind("").status == 403);
    CHECK(bind("wrong").status == 403);
    CHECK(contains(bind("correct+horse").location(), "state="));
}

TEST_CASE("T06: who is signed in and comes with an account of nobody has to confirm the binding", "[binding]") {
    auto host = running_service::minimal();
    auto person = long_signed_in(host, "bob");
    CHECK(host.arrive_as(person, "carol").location() == host.url("/bind"));
    CHECK(host.submit(person, "/bind", "/bind", "password=wrong").status == 403);
    CHECK(host.submit(person, "/bind", "/bind", "password=correct+horse").location() == host.url("/me"));
    CHECK(host.audited("bind").size() == 1);
}

TEST_CASE("T06: unbinding ends the sessions that were opened through the account", "[binding]") {
    auto host = running_service::minimal();
    const auto bob = host.add_user_with_password("bob");
    host.give(bob, "minimal:org.idpplugin.minimal/test", "bob");
    auto hijacker = host.person(), owner = host.person();
    host.arrive_as(hijacker, "bob");
    CHECK(hijacker.get(host.url("/me")).status == 200);
    host.sign_in(owner, "bob");
    const auto binding = host.data().bindings.list(bob.id).front().id;
    host.submit(owner, "/me/accounts", "/me/accounts/unbind", "binding=" + binding);
    CHECK(hijacker.get(host.url("/me")).location() == host.url("/login"));
    CHECK(owner.get(host.url("/me")).status == 200);
    CHECK(host.audited("unbind").size() == 1);
}

TEST_CASE("T18: binding ends the session it happened in and opens another", "[binding]") {
    auto host = running_service::minimal();
    host.add_user_with_password("bob");
    auto person = host.person();
    host.sign_in(person, "bob");
    const auto before = person.cookies("127.0.0.1").at("idp_session");
    auto callback = host.submit(person, "/me/accounts", "/me/accounts/bind", "provider=test").location();
    person.get(callback.replace(callback.find("code=alice"), 10, "code=bob"));
    CHECK(host.audited("bind").size() == 1);
    CHECK(person.cookies("127.0.0.1").at("idp_session") != before);
    auto thief = host.person({{"Cookie", "idp_session=" + before}});
    CHECK(thief.get(host.url("/me")).location() == host.url("/login"));
}
