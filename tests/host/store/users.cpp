#include "store/users.hpp"

#include "store/opened_store.hpp"
#include "support/catch.hpp"

#include <ctime>

using namespace host;

TEST_CASE("names are unique within a tenant among those who are there", "[store][users]") {
    opened_store at;
    const auto other = at.data.tenants.add("Other", "other").value();
    const auto zhang = at.add_user("张三");
    CHECK_FALSE(at.data.users.add({.tenant_id = at.tenant_id, .name = "张三"}));
    CHECK(at.data.users.add({.tenant_id = other.id, .name = "张三"}));

    REQUIRE(at.data.users.set_state(zhang.id, user_state::deleted));
    const auto next = at.add_user("张三");
    CHECK(next.id != zhang.id);
    CHECK(at.data.users.find_by_name(at.tenant_id, "张三") == next);
    CHECK(at.data.users.find(zhang.id)->state == user_state::deleted);
    CHECK(at.data.users.list(at.tenant_id) == std::vector{next});
}

TEST_CASE("a name is 1 to 64 characters without control characters", "[store][users]") {
    opened_store at;
    const auto accepts = [&](const std::string& name) {
        return at.data.users.add({.tenant_id = at.tenant_id, .name = name}).has_value();
    };
    std::string chinese;
    for (int i = 0; i < 64; ++i)
        chinese += "张";
    CHECK(accepts(chinese));
    CHECK_FALSE(accepts(chinese + "三"));
    CHECK_FALSE(accepts(""));
    CHECK_FALSE(accepts("a\nb"));
    CHECK_FALSE(accepts("a\u0085b"));
    CHECK(accepts("a\u00a0b"));
    CHECK_FALSE(accepts(std::string("a\0b", 3)));
    CHECK_FALSE(at.data.users.add({.tenant_id = "no such tenant", .name = "zhang"}));
}

TEST_CASE("an operator is an administrator of the first tenant", "[store][users]") {
    opened_store at;
    const auto other = at.data.tenants.add("Other", "other").value();
    CHECK(at.data.users.add({.tenant_id = at.tenant_id, .name = "op", .is_operator = true})->is_administrator);
    CHECK_FALSE(at.data.users.add({.tenant_id = other.id, .name = "op", .is_operator = true}));
}

TEST_CASE("a password lets its user in, and nobody else", "[store][users]") {
    opened_store at;
    const auto zhang = at.add_user("zhang");
    CHECK_FALSE(at.data.users.authenticate(at.tenant_id, "zhang", ""));
    REQUIRE(at.data.users.set_password(zhang.id, "correct horse", false));

    const auto found = at.data.users.authenticate(at.tenant_id, "zhang", "correct horse").value();
    CHECK(found.id == zhang.id);
    CHECK(found.has_password);
    CHECK_FALSE(found.must_change_password);
    CHECK(at.data.users.has_password(zhang.id, "correct horse"));
    CHECK_FALSE(at.data.users.has_password(zhang.id, "correct hors"));
    CHECK_FALSE(at.data.users.authenticate(at.tenant_id, "zhang", "Correct horse"));
    CHECK_FALSE(at.data.users.authenticate(at.tenant_id, "li", "correct horse"));

    REQUIRE(at.data.users.set_state(zhang.id, user_state::disabled));
    CHECK_FALSE(at.data.users.authenticate(at.tenant_id, "zhang", "correct horse"));
    CHECK_FALSE(at.data.users.has_password(zhang.id, "correct horse"));
}

namespace {

std::chrono::nanoseconds processor_time() {
    std::timespec used{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used);
    return std::chrono::seconds{used.tv_sec} + std::chrono::nanoseconds{used.tv_nsec};
}

std::chrono::nanoseconds cost_of_login(opened_store& at, const std::string& name) {
    const auto before = processor_time();
    at.data.users.authenticate(at.tenant_id, name, "a wrong password");
    return processor_time() - before;
}

}  // namespace

TEST_CASE("T20: a refusal costs the same whether the name exists or not", "[store][users]") {
    opened_store at;
    at.data.users.set_password(at.add_user("zhang").id, "correct horse", false);
    at.add_user("without password");
    const auto known = cost_of_login(at, "zhang");
    CHECK(cost_of_login(at, "nobody") > known / 3);
    CHECK(cost_of_login(at, "without password") > known / 3);
}

TEST_CASE("a password has 10 to 256 characters", "[store][users]") {
    opened_store at;
    const auto zhang = at.add_user("zhang");
    CHECK_FALSE(at.data.users.set_password(zhang.id, "123456789", false));
    CHECK_FALSE(at.data.users.set_password(zhang.id, "密码密码密码密码密", false));  // nine, in 27 bytes
    CHECK(at.data.users.set_password(zhang.id, "密码密码密码密码密码", false));
    CHECK(at.data.users.set_password(zhang.id, std::string(256, 'x'), false));
    CHECK_FALSE(at.data.users.set_password(zhang.id, std::string(257, 'x'), false));
    CHECK_FALSE(at.data.users.set_password("nobody", "correct horse", false));
}

TEST_CASE("a new password ends every session but the one that set it", "[store][users]") {
    opened_store at;
    const auto zhang = at.add_user("zhang");
    const auto here = at.sign_in(zhang), elsewhere = at.sign_in(zhang);
    const auto token = at.data.tokens.issue(zhang.id, "", at.now()).value();
    REQUIRE(at.data.users.set_password(zhang.id, "correct horse", false, here.opened.id));
    CHECK(at.data.sessions.find(here.token, at.now()));
    CHECK_FALSE(at.data.sessions.find(elsewhere.token, at.now()));
    CHECK_FALSE(at.data.tokens.find(token, at.now()));
}

TEST_CASE("a one-time password has to be changed", "[store][users]") {
    opened_store at;
    const auto zhang = at.add_user("zhang");
    const auto password = at.data.users.make_one_time_password(zhang.id);
    CHECK(password.size() == 20);
    CHECK(at.data.users.authenticate(at.tenant_id, "zhang", password)->must_change_password);
    at.data.users.set_password(zhang.id, "correct horse", false);
    CHECK_FALSE(at.data.users.find(zhang.id)->must_change_password);
    CHECK(at.data.users.make_one_time_password("nobody").empty());
}

TEST_CASE("T19: who is disabled or deleted has no session, no token, and gets none", "[store][users]") {
    const auto state = GENERATE(user_state::disabled, user_state::deleted);
    opened_store at;
    const auto zhang = at.add_user("zhang");
    const auto work = at.bind(zhang, "ZhangSan");
    const auto session = at.sign_in(zhang, work.id);
    const auto token = at.data.tokens.issue(zhang.id, work.id, at.now()).value();

    REQUIRE(at.data.users.set_state(zhang.id, state));
    CHECK_FALSE(at.data.sessions.find(session.token, at.now()));
    CHECK_FALSE(at.data.tokens.find(token, at.now()));
    CHECK_FALSE(at.data.sessions.open({.user_id = zhang.id}, at.now()));
    CHECK_FALSE(at.data.tokens.issue(zhang.id, "", at.now()));
    CHECK(at.data.bindings.add(at.a_binding(zhang, "zs", "wecom:ww2")) == bind_result::refused);

    const bool returns = at.data.users.set_state(zhang.id, user_state::active);
    CHECK(returns == (state == user_state::disabled));
    CHECK_FALSE(at.data.sessions.find(session.token, at.now()));
    CHECK(at.data.bindings.find(at.tenant_id, "wecom:ww1", "ZhangSan").has_value() == returns);
}

TEST_CASE("F99: a user who is deleted while somebody binds keeps no account", "[store][users]") {
    opened_store at;
    const auto zhang = at.add_user("zhang"), li = at.add_user("li");
    at_once(2, [&](std::size_t i) {
        if (i == 0) at.data.users.set_state(zhang.id, user_state::deleted);
        if (i == 1) at.data.bindings.add(at.a_binding(zhang, "ZhangSan"));
    });
    CHECK(at.data.bindings.list(zhang.id).empty());
    CHECK(at.data.bindings.add(at.a_binding(li, "ZhangSan")) == bind_result::bound);
}

TEST_CASE("the last active operator stays", "[store][users]") {
    opened_store at;
    const auto add = [&](const char* name) {
        return at.data.users.add({.tenant_id = at.tenant_id, .name = name, .is_operator = true}).value();
    };
    const auto first = add("first"), second = add("second");
    CHECK(at.data.users.set_state(first.id, user_state::disabled));
    CHECK_FALSE(at.data.users.set_state(second.id, user_state::disabled));
    CHECK_FALSE(at.data.users.set_state(second.id, user_state::deleted));
    CHECK(at.data.users.find(second.id)->state == user_state::active);
    CHECK(at.data.users.set_state(first.id, user_state::active));
    CHECK(at.data.users.set_state(second.id, user_state::disabled));
}
