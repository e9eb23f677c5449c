#include "store/sessions.hpp"

#include "store/opened_store.hpp"
#include "support/catch.hpp"

using namespace host;
using namespace std::chrono_literals;

TEST_CASE("a session is found by what the browser holds", "[store][sessions]") {
    opened_store at;
    const auto zhang = at.add_user("zhang");
    const auto work = at.bind(zhang, "ZhangSan");
    const new_session wanted{.user_id = zhang.id, .binding_id = work.id, .account_json = R"({"subject":"ZhangSan"})"};
    const auto [token, opened] = at.data.sessions.open(wanted, at.now()).value();
    CHECK(token.size() == 43);
    CHECK(opened.id != token);

    const auto found = at.data.sessions.find(token, at.now()).value();
    CHECK(found.id == opened.id);
    CHECK(found.who == zhang);
    CHECK(found.csrf_token == opened.csrf_token);
    CHECK(found.csrf_token.size() == 43);
    CHECK(found.binding_id == work.id);
    CHECK(found.account_json == wanted.account_json);
    CHECK(found.since == at.now());
    CHECK(found.proven == at.now());
    CHECK_FALSE(at.data.sessions.find(opened.id, at.now()));
    CHECK_FALSE(at.data.sessions.find("", at.now()));
}

TEST_CASE("a session ends an hour after the last request", "[store][sessions]") {
    opened_store at;
    const auto token = at.sign_in(at.add_user("zhang")).token;
    at.world.pass(59min);
    CHECK(at.data.sessions.find(token, at.now()));
    at.world.pass(59min);
    CHECK(at.data.sessions.find(token, at.now()));
    at.world.pass(60min);
    CHECK_FALSE(at.data.sessions.find(token, at.now()));
    CHECK(at.data.sessions.close_expired(at.now()) == 1);
    CHECK(at.data.sessions.close_expired(at.now()) == 0);
}

TEST_CASE("a session ends eight hours after it began, however busy it is", "[store][sessions]") {
    opened_store at;
    const auto token = at.sign_in(at.add_user("zhang")).token;
    for (int half_hours = 1; half_hours < 16; ++half_hours) {
        at.world.pass(30min);
        REQUIRE(at.data.sessions.find(token, at.now()));
    }
    at.world.pass(30min);
    CHECK_FALSE(at.data.sessions.find(token, at.now()));
}

TEST_CASE("a session shows its user as it is now", "[store][sessions]") {
    opened_store at;
    const auto zhang = at.add_user("zhang");
    const auto here = at.sign_in(zhang);
    at.data.users.set_password(zhang.id, "correct horse", true, here.opened.id);
    const auto who = at.data.sessions.find(here.token, at.now())->who;
    CHECK(who.has_password);
    CHECK(who.must_change_password);
}

TEST_CASE("a new proof is remembered", "[store][sessions]") {
    opened_store at;
    const auto [token, opened] = at.sign_in(at.add_user("zhang"));
    at.world.pass(10min);
    at.data.sessions.prove(opened.id, at.now());
    const auto found = at.data.sessions.find(token, at.now()).value();
    CHECK(found.proven == at.now());
    CHECK(found.since == at.now() - 10min);
}

TEST_CASE("T18: a session that takes the place of another has nothing in common with it", "[store][sessions]") {
    opened_store at;
    const auto zhang = at.add_user("zhang");
    const auto before = at.sign_in(zhang), after = at.sign_in(zhang);
    at.data.sessions.close(before.opened.id);
    CHECK_FALSE(at.data.sessions.find(before.token, at.now()));
    CHECK(at.data.sessions.find(after.token, at.now()));
    CHECK(before.token != after.token);
    CHECK(before.opened.id != after.opened.id);
    CHECK(before.opened.csrf_token != after.opened.csrf_token);
}

TEST_CASE("the sessions of a user end together, but for one", "[store][sessions]") {
    opened_store at;
    const auto zhang = at.add_user("zhang"), li = at.add_user("li");
    const auto one = at.sign_in(zhang), two = at.sign_in(zhang), foreign = at.sign_in(li);
    at.data.sessions.close_of_user(zhang.id, one.opened.id);
    CHECK(at.data.sessions.find(one.token, at.now()));
    CHECK_FALSE(at.data.sessions.find(two.token, at.now()));
    at.data.sessions.close_of_user(zhang.id);
    CHECK_FALSE(at.data.sessions.find(one.token, at.now()));
    CHECK(at.data.sessions.find(foreign.token, at.now()));
}

TEST_CASE("nobody signs in through the binding of another", "[store][sessions]") {
    opened_store at;
    const auto zhang = at.add_user("zhang"), li = at.add_user("li");
    const auto work = at.bind(zhang, "ZhangSan");
    CHECK_FALSE(at.data.sessions.open({.user_id = li.id, .binding_id = work.id}, at.now()));
    CHECK_FALSE(at.data.sessions.open({.user_id = "nobody"}, at.now()));
}

TEST_CASE("a token for the API lives eight hours", "[store][api_tokens]") {
    opened_store at;
    const auto zhang = at.add_user("zhang");
    const auto token = at.data.tokens.issue(zhang.id, "", at.now()).value();
    const auto issued = at.now();
    at.world.pass(8h - 1s);
    CHECK(at.data.tokens.find(token, at.now()) == zhang);
    CHECK(at.data.tokens.issued(token) == issued);
    at.world.pass(1s);
    CHECK_FALSE(at.data.tokens.find(token, at.now()));
    at.data.tokens.forget_expired(at.now());
    CHECK_FALSE(at.data.tokens.issued(token));
}

TEST_CASE("a revoked token is good for nothing, the others live", "[store][api_tokens]") {
    opened_store at;
    const auto zhang = at.add_user("zhang");
    const auto one = at.data.tokens.issue(zhang.id, "", at.now()).value();
    const auto two = at.data.tokens.issue(zhang.id, "", at.now()).value();
    at.data.tokens.revoke(one);
    CHECK_FALSE(at.data.tokens.find(one, at.now()));
    CHECK(at.data.tokens.find(two, at.now()));
}
