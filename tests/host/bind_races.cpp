// Many at once, straight at the decisions: whatever happens first, the constraints hold.
#include "bare_site.hpp"
#include "support/catch.hpp"
#include "web/account_binding.hpp"
#include "web/pending_account.hpp"

#include <thread>

using namespace host;

namespace {

const account member{IDP_VERDICT_MEMBER, 0, "wecom:ww1", "zhangsan", "", "", "", "", ""};

live_provider provider_of(bare_site& site, const std::string& id = "test") {
    live_provider out;
    out.setting.id = id;
    out.setting.tenant_id = site.data.tenants.first().id;
    return out;
}

user person_called(bare_site& site, const std::string& name) {
    return *site.data.users.add({site.data.tenants.first().id, name, false, false});
}

// What each of so many threads got.
template <class F>
auto at_once(std::size_t count, F&& f) {
    std::vector<decltype(f(std::size_t{}))> out(count);
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < count; ++i)
        threads.emplace_back([&, i] { out[i] = f(i); });
    for (auto& one : threads)
        one.join();
    return out;
}

}  // namespace

TEST_CASE("F99: of a hundred users who want one account, one gets it", "[binding]") {
    bare_site site;
    const auto at = provider_of(site);
    std::vector<user> users;
    for (int i = 0; i < 100; ++i)
        users.push_back(person_called(site, "user" + std::to_string(i)));
    const auto results =
        at_once(100, [&](std::size_t i) { return bind_account(site.state, users[i], at, member, ""); });
    CHECK(std::count(results.begin(), results.end(), bind_result::bound) == 1);
    CHECK(std::count(results.begin(), results.end(), bind_result::taken) == 99);
}

TEST_CASE("F99: of many accounts of one company, a user gets one", "[binding]") {
    bare_site site;
    const auto at = provider_of(site);
    const auto who = person_called(site, "bob");
    const auto results = at_once(16, [&](std::size_t i) {
        auto other = member;
        other.subject += std::to_string(i);
        return bind_account(site.state, who, at, other, "");
    });
    CHECK(std::count(results.begin(), results.end(), bind_result::bound) == 1);
    CHECK(site.data.bindings.list(who.id).size() == 1);
}

TEST_CASE("F99: a user who is deleted while it binds ends up without a binding that works", "[binding]") {
    bare_site site;
    const auto at = provider_of(site);
    const auto who = person_called(site, "bob");
    at_once(2, [&](std::size_t i) {
        if (i == 0) site.data.users.set_state(who.id, user_state::deleted);
        return i == 0 ? bind_result::refused : bind_account(site.state, who, at, member, "");
    });
    CHECK(site.data.bindings.list(who.id).empty());
}

TEST_CASE("F99: of two that unbind the last two ways in, one is refused", "[binding]") {
    bare_site site;
    const auto at = provider_of(site);
    const auto who = person_called(site, "bob");
    auto other = member;
    other.issuer = "wecom:ww2";
    bind_account(site.state, who, at, member, "");
    bind_account(site.state, who, at, other, "");
    const auto bound = site.data.bindings.list(who.id);
    const auto results = at_once(2, [&](std::size_t i) { return unbind_account(site.state, who, bound[i].id, ""); });
    CHECK(std::count(results.begin(), results.end(), unbind_result::unbound) == 1);
    CHECK(site.data.bindings.list(who.id).size() == 1);
}

TEST_CASE("T05: what somebody else has bound cannot be unbound", "[binding]") {
    bare_site site;
    const auto owner = person_called(site, "bob"), other = person_called(site, "mallory");
    bind_account(site.state, owner, provider_of(site), member, "");
    const auto id = site.data.bindings.list(owner.id).front().id;
    CHECK(unbind_account(site.state, other, id, "") == unbind_result::unknown);
    CHECK(site.data.bindings.list(owner.id).size() == 1);
}

TEST_CASE("T05: a bind ticket opens once, for its browser, at its provider, for ten minutes", "[binding]") {
    bare_site site;
    const auto at = provider_of(site);
    const auto redeem = [&](const live_provider& with, const std::string& ticket, const std::string& browser) {
        return redeem_bind_ticket(site.state, with, ticket, browser).has_value();
    };
    const auto ticket = *issue_bind_ticket(site.state, at, member, "browser");
    CHECK_FALSE(redeem(at, ticket, "another browser"));
    CHECK_FALSE(redeem(provider_of(site, "other"), ticket, "browser"));
    CHECK_FALSE(redeem(at, ticket + "x", "browser"));
    CHECK(redeem(at, ticket, "browser"));
    CHECK_FALSE(redeem(at, ticket, "browser"));

    const auto late = *issue_bind_ticket(site.state, at, member, "browser");
    site.world.pass(std::chrono::minutes{10});
    CHECK_FALSE(redeem(at, late, "browser"));
}
