#include "store/bindings.hpp"

#include "store/opened_store.hpp"
#include "support/catch.hpp"

#include <algorithm>

using namespace host;

TEST_CASE("a binding is found by tenant, issuer and subject", "[store][bindings]") {
    opened_store at;
    const auto zhang = at.add_user("zhang");
    at.world.pass(std::chrono::seconds{5});
    REQUIRE(at.data.bindings.add(at.a_binding(zhang, "ZhangSan")) == bind_result::bound);

    const auto found = at.data.bindings.find(at.tenant_id, "wecom:ww1", "ZhangSan").value();
    CHECK(found.id.size() == 36);
    CHECK(found.user_id == zhang.id);
    CHECK(found.display_name == "Zhang San");
    CHECK(found.since == at.now());
    CHECK(at.data.bindings.find_by_id(found.id) == found);
    CHECK(at.data.bindings.list(zhang.id) == std::vector{found});
    CHECK(at.data.bindings.count_through("p1") == 1);
    CHECK_FALSE(at.data.bindings.find(at.tenant_id, "wecom:ww2", "ZhangSan"));
    CHECK_FALSE(at.data.bindings.find(at.tenant_id, "wecom:ww1", "zhangsan"));
}

TEST_CASE("T01: nobody is bound to nothing", "[store][bindings]") {
    opened_store at;
    const auto zhang = at.add_user("zhang");
    CHECK(at.data.bindings.add(at.a_binding(zhang, "")) == bind_result::refused);
    CHECK(at.data.bindings.add(at.a_binding(zhang, "ZhangSan", "")) == bind_result::refused);
    CHECK(at.data.bindings.add(at.a_binding(zhang, std::string("\0x", 2))) == bind_result::refused);
    CHECK_FALSE(at.data.bindings.find(at.tenant_id, "wecom:ww1", ""));

    // The file itself refuses as well.
    writer change{at.data.data};
    CHECK_THROWS_AS(change->execute("INSERT INTO bindings VALUES ('b', ?, ?, 'p1', 'wecom:ww1', '', '', 0)",
                                    at.tenant_id, zhang.id),
                    store_error);
}

TEST_CASE("F99: of a hundred users who bind one account at once, one gets it: T05", "[store][bindings]") {
    opened_store at;
    std::vector<user> users;
    for (int i = 0; i < 100; ++i)
        users.push_back(at.add_user("user" + std::to_string(i)));

    std::vector<bind_result> results(users.size());
    at_once(users.size(), [&](std::size_t i) { results[i] = at.data.bindings.add(at.a_binding(users[i], "CEO")); });

    CHECK(std::count(results.begin(), results.end(), bind_result::bound) == 1);
    CHECK(std::count(results.begin(), results.end(), bind_result::taken) == 99);
    const auto winner = std::find(results.begin(), results.end(), bind_result::bound) - results.begin();
    CHECK(at.data.bindings.find(at.tenant_id, "wecom:ww1", "CEO")->user_id == users[std::size_t(winner)].id);
}

TEST_CASE("F99: of many accounts that one user binds at once, one becomes the user's", "[store][bindings]") {
    opened_store at;
    const auto zhang = at.add_user("zhang");
    std::vector<bind_result> results(16);
    at_once(results.size(), [&](std::size_t i) {
        results[i] = at.data.bindings.add(at.a_binding(zhang, "subject" + std::to_string(i)));
    });
    CHECK(std::count(results.begin(), results.end(), bind_result::bound) == 1);
    CHECK(std::count(results.begin(), results.end(), bind_result::occupied) == 15);
    CHECK(at.data.bindings.list(zhang.id).size() == 1);
}

TEST_CASE("a conflict never replaces a binding", "[store][bindings]") {
    opened_store at;
    const auto zhang = at.add_user("zhang"), li = at.add_user("li");
    const auto first = at.bind(zhang, "ZhangSan");

    CHECK(at.data.bindings.add(at.a_binding(zhang, "ZhangSan")) == bind_result::already_yours);
    CHECK(at.data.bindings.add(at.a_binding(li, "ZhangSan")) == bind_result::taken);
    CHECK(at.data.bindings.add(at.a_binding(zhang, "another")) == bind_result::occupied);
    CHECK(at.data.bindings.list(zhang.id) == std::vector{first});
    CHECK(at.data.bindings.list(li.id).empty());
}

TEST_CASE("T15: two tenants have the same subject of the same issuer apart", "[store][bindings]") {
    opened_store at;
    const auto other = at.data.tenants.add("Other", "other").value();
    const auto ours = at.add_user("admin");
    const auto theirs = at.data.users.add({.tenant_id = other.id, .name = "admin"}).value();
    at.bind(ours, "admin");
    CHECK_FALSE(at.data.bindings.find(other.id, "wecom:ww1", "admin"));

    at.bind(theirs, "admin");
    CHECK(at.data.bindings.find(at.tenant_id, "wecom:ww1", "admin")->user_id == ours.id);
    CHECK(at.data.bindings.find(other.id, "wecom:ww1", "admin")->user_id == theirs.id);

    auto across = at.a_binding(ours, "another");
    across.tenant_id = other.id;
    CHECK(at.data.bindings.add(across) == bind_result::refused);
}

TEST_CASE("unbinding leaves a way in, and ends what came through the binding", "[store][bindings]") {
    opened_store at;
    const auto zhang = at.add_user("zhang"), li = at.add_user("li");
    const auto work = at.bind(zhang, "ZhangSan"), school = at.bind(zhang, "zs", "wecom:ww2");
    const auto through = at.sign_in(zhang, work.id), beside = at.sign_in(zhang, school.id);
    const auto token = at.data.tokens.issue(zhang.id, work.id, at.now()).value();

    CHECK(at.data.bindings.remove(work.id, li.id) == unbind_result::unknown);
    CHECK(at.data.bindings.remove(work.id, zhang.id) == unbind_result::unbound);
    CHECK_FALSE(at.data.sessions.find(through.token, at.now()));
    CHECK_FALSE(at.data.tokens.find(token, at.now()));
    CHECK(at.data.sessions.find(beside.token, at.now()));
    CHECK(at.data.bindings.remove(school.id, zhang.id) == unbind_result::last_way_in);

    at.data.users.set_password(zhang.id, "a password", false);
    CHECK(at.data.bindings.remove(school.id, zhang.id) == unbind_result::unbound);
}

TEST_CASE("F99: a login that comes after the unbinding opens no session", "[store][bindings]") {
    opened_store at;
    const auto zhang = at.add_user("zhang");
    const auto work = at.bind(zhang, "ZhangSan");
    at.bind(zhang, "zs", "wecom:ww2");
    at.data.bindings.remove(work.id, zhang.id);
    CHECK_FALSE(at.data.sessions.open({.user_id = zhang.id, .binding_id = work.id}, at.now()));
    CHECK_FALSE(at.data.tokens.issue(zhang.id, work.id, at.now()));
}

TEST_CASE("F99: two who unbind the last two accounts of a user at once leave one", "[store][bindings]") {
    opened_store at;
    const auto zhang = at.add_user("zhang");
    const std::vector both{at.bind(zhang, "ZhangSan"), at.bind(zhang, "zs", "wecom:ww2")};
    std::vector<unbind_result> results(2);
    at_once(2, [&](std::size_t i) { results[i] = at.data.bindings.remove(both[i].id, zhang.id); });
    CHECK(std::count(results.begin(), results.end(), unbind_result::unbound) == 1);
    CHECK(at.data.bindings.list(zhang.id).size() == 1);
}
