// Two tenants on one host: nothing of one is ever found in the other.
#include "running_service.hpp"
#include "support/catch.hpp"

#include <boost/algorithm/string/predicate.hpp>

using namespace host;
using boost::algorithm::contains;

namespace {

// A second tenant with a provider that names the same people as the first one's.
struct second_tenant {
    running_service& host;
    tenant of = *host.data().tenants.add("Second", "second");
    std::string path;

    explicit second_tenant(running_service& at) : host{at} {
        const auto saved = host.providers().save(
            {.id = {}, .tenant_id = of.id, .provider = "org.idpplugin.scripted", .name = "Second's", .config = "{}"});
        id = saved->id;
        path = "/api/v1/idp/org_idpplugin_scripted/" + id;
    }
    std::string id;
};

}  // namespace

TEST_CASE("T15: an account of one tenant's provider is nobody in the other, whatever it is called", "[tenants]") {
    auto host = running_service::scripted("{}");
    const second_tenant second{host};
    auto person = host.person(), stranger = host.person();
    CHECK(person.follow(host.provider_url("/login")).url == host.url("/me"));
    CHECK(stranger.follow(host.url(second.path + "/login")).url == host.url("/bind"));
    CHECK(stranger.get(host.url("/me")).location() == host.url("/login"));
}

TEST_CASE("T15: the same account belongs to one user in each tenant", "[tenants]") {
    auto host = running_service::scripted("{}");
    const second_tenant second{host};
    const auto other = *host.data().users.add({second.of.id, "alice", false, false});
    host.data().users.set_password(other.id, "correct horse", false);
    auto person = host.person();
    person.follow(host.url(second.path + "/login"));
    CHECK(host.submit(person, "/bind", "/bind", "name=alice&password=correct+horse&next=").location() ==
          host.url("/me"));
    CHECK(host.data().bindings.list(other.id).size() == 1);
    CHECK(contains(person.get(host.url("/me")).body, "Second"));
}

TEST_CASE("T15: who is signed in to one tenant cannot take an account of the other's provider", "[tenants]") {
    auto host = running_service::scripted("{}");
    const second_tenant second{host};
    const auto bob = host.add_user_with_password("bob");
    auto person = host.person();
    host.sign_in(person, "bob");
    CHECK(host.submit(person, "/me/accounts", "/me/accounts/bind", "provider=" + second.id).status == 404);
    person.follow(host.url(second.path + "/login"));
    CHECK(host.submit(person, "/bind", "/bind", "password=correct+horse").status == 409);
    CHECK(host.data().bindings.list(bob.id).empty());
}

TEST_CASE("a login page shows the ways into its tenant, and a password counts there only", "[tenants]") {
    auto host = running_service::scripted("{}");
    const second_tenant second{host};
    host.add_user_with_password("bob");
    auto person = host.person();
    const auto page = person.get(host.url("/login?tenant=second"));
    CHECK(contains(page.body, second.path));
    CHECK_FALSE(contains(page.body, "/org_idpplugin_scripted/test/"));
    CHECK_FALSE(contains(person.get(host.url("/login")).body, second.path));
    CHECK(host.submit(person, "/login?tenant=second", "/login",
                      "tenant=" + second.of.id + "&name=bob&password=correct+horse&next=")
              .status == 403);
}

TEST_CASE("T16: a login that began at one provider does not end at another", "[tenants]") {
    const running_service host{{running_service::minimal_provider(), running_service::minimal_provider("other")}};
    auto person = host.person();
    auto callback = person.get(host.provider_url("/login")).location();
    callback.replace(callback.find("/test/"), 6, "/other/");
    CHECK(person.get(callback).status == 400);
    CHECK(person.get(host.url("/me")).location() == host.url("/login"));
}

TEST_CASE("T16: a provider is found under its own path and no other's", "[tenants]") {
    const auto host = running_service::scripted("{}");
    CHECK(host.person().get(host.url("/api/v1/idp/org_idpplugin_minimal/test/login")).status == 404);
    CHECK(host.person().get(host.url("/api/v1/idp/org_idpplugin_scripted/other/login")).status == 404);
}

TEST_CASE("T19: a user who was disabled or deleted is not signed in by an account", "[tenants]") {
    auto host = running_service::minimal();
    const auto state = GENERATE(user_state::disabled, user_state::deleted);
    auto person = host.person(), late = host.person();
    CHECK(person.follow(host.provider_url("/login")).url == host.url("/me"));
    host.data().users.set_state(host.alice().id, state);
    const auto page = late.follow(host.provider_url("/login"));
    CHECK(page.status == (state == user_state::disabled ? 403 : 200));
    CHECK_FALSE(contains(page.body, "disabled"));
    CHECK(late.get(host.url("/me")).location() == host.url("/login"));
    CHECK(person.get(host.url("/me")).location() == host.url("/login"));
}
