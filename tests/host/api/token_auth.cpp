#include "api/token_auth.hpp"

#include "api/api_under_test.hpp"
#include "support/catch.hpp"

using namespace host;

namespace {

constexpr std::string_view password = "correct horse battery";

// zhangsan has a password; the API is asked for a token.
struct password_owner {
    api_under_test api;
    const user who = api.add_user("zhangsan", api.first);

    explicit password_owner(bool must_change = false) {
        api.site.data.users.set_password(who.id, password, must_change);
    }
    response ask(std::string_view body, std::string_view tag = "com.longgui.auth.factor.password.auth") {
        return api.post("tenant/" + api.first.id + "/auth/?event_tag=" + std::string{tag}, {.body = body});
    }
};

constexpr std::string_view right = R"({"username": "zhangsan", "password": "correct horse battery", "config_id": "x"})";
constexpr std::string_view wrong = R"({"username": "zhangsan", "password": "tr0ub4dor"})";

}  // namespace

TEST_CASE("a user name and a password give a token", "[api]") {
    password_owner some;
    const auto answer = some.ask(right);
    CHECK(answer.status == 200);
    const auto token = std::string{member(answer, {"data", "token"}).as_string()};
    CHECK(answer.body == golden_file("token", {{"user", some.who.id}, {"token", token}}));
    CHECK(find_field(answer.headers, "Set-Cookie").empty());
    CHECK(some.api.get("mine/tenant/" + some.api.first.id + "/accounts/", {.token = token}).status == 200);
}

TEST_CASE("a wrong password, a name that nobody has and a disabled user are told apart by nobody", "[api]") {
    password_owner some;
    const auto refused = some.ask(wrong);
    CHECK(refused.status == 401);
    CHECK(refused.body == golden_file("token_refused"));
    CHECK(some.ask(R"({"username": "nobody", "password": "correct horse battery"})").body == refused.body);
    some.api.site.data.users.set_state(some.who.id, user_state::disabled);
    CHECK(some.ask(right).body == refused.body);
}

TEST_CASE("whoever guesses passwords has to wait", "[api]") {
    password_owner some;
    for (int i = 0; i < 10; ++i)
        CHECK(some.ask(wrong).status == 401);
    const auto late = some.ask(right);
    CHECK(late.status == 429);
    CHECK_FALSE(find_field(late.headers, "Retry-After").empty());
}

TEST_CASE("a one-time password gives no token", "[api]") {
    password_owner some{true};
    const auto answer = some.ask(right);
    CHECK(answer.status == 403);
    CHECK(member(answer, {"error"}) == "password_change_required");
}

TEST_CASE("a request for a token is what the form sends", "[api]") {
    password_owner some;
    CHECK(some.ask(R"({"username": 1, "remember": true})").body == golden_file("token_malformed"));
    CHECK(some.ask(right, "com.longgui.auth.factor.mobile.auth").status == 404);
    CHECK(some.api.post("tenant/" + some.api.first.id + "/auth/", {.body = right}).status == 422);
}

TEST_CASE("a password is good in its own tenant only", "[api]") {
    password_owner some;
    const auto there = "tenant/" + some.api.other.id + "/auth/?event_tag=com.longgui.auth.factor.password.auth";
    CHECK(some.api.post(there, {.body = right}).status == 401);
}
