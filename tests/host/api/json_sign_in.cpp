#include "api/json_sign_in.hpp"

#include "api/json_client.hpp"
#include "api/provider_address.hpp"
#include "support/catch.hpp"

using namespace host;

TEST_CASE("a client that asks for JSON is told where to go", "[api]") {
    json_client one;
    const auto begun = one.get("login");
    CHECK(begun.status == 200);
    CHECK(begun.body == golden_file("login_begun", {{"provider", one.provider}}));
    CHECK(find_field(begun.headers, "Set-Cookie").starts_with("__Host-idp_tx_"));
}

TEST_CASE("a browser is left to the pages", "[api]") {
    json_client one;
    const auto* const accept = GENERATE("", "*/*", "text/html,application/json;q=0.9");
    CHECK(one.api.get(one.path("login"), {.headers = {{"Accept", accept}}}).body == "a page");
    CHECK(one.api.get(one.path("callback"), {.headers = {{"Accept", accept}}}).body == "a page");
}

TEST_CASE("a login of a user whose account is bound ends with a token in the body", "[api]") {
    json_client one;
    one.bind("zhangsan");
    const auto ended = one.log_in();
    CHECK(ended.status == 200);
    const auto token = std::string{member(ended, {"data", "token"}).as_string()};
    CHECK(ended.body == golden_file("login_ended", {{"token", token}}));
    CHECK(find_field(ended.headers, "Location").empty());
    CHECK(one.api.get("mine/tenant/" + one.api.first.id + "/accounts/", {.token = token}).status == 200);
}

TEST_CASE("a login of somebody unknown ends with a ticket and where to bring it", "[api]") {
    json_client one;
    const auto ended = one.log_in();
    const auto ticket = std::string{member(ended, {"data", "ext_id"}).as_string()};
    CHECK(ended.body == golden_file("login_of_a_stranger", {{"ticket", ticket},
                                                            {"plain tenant", without_dashes(one.api.first.id)},
                                                            {"provider", one.provider}}));
    CHECK(ended.body.find("zhangsan") == std::string::npos);
}

TEST_CASE("T19: a login of a user who is disabled gives nothing", "[api]") {
    json_client one;
    const auto who = one.bind("zhangsan");
    one.api.site.data.users.set_state(who.id, user_state::disabled);
    const auto ended = one.log_in();
    CHECK(ended.status == 403);
    CHECK(ended.body == golden_file("login_of_the_disabled"));
    one.api.site.data.users.set_state(who.id, user_state::deleted);
    CHECK(member(one.log_in(), {"data", "token"}) == "");  // the account is nobody's again
}

TEST_CASE("T03: a callback of another browser ends no login", "[api]") {
    json_client one;
    one.bind("zhangsan");
    const auto attacked = one.get("login");
    const auto state = one.state_of(attacked);
    CHECK(one.get("callback?state=" + state).status == 403);
    CHECK(one.get("callback?state=" + state, "__Host-idp_tx_AAAAAAAA=s9").status == 403);
}

TEST_CASE("T16: a login is begun and ended at its own provider", "[api]") {
    json_client one;
    const auto id = one.provider;
    CHECK(one.at("org_idpplugin_scripted/" + id + "/login").status == 200);
    for (const auto& path : {"org_idpplugin_minimal/" + id + "/login", "org.idpplugin.scripted/" + id + "/login",
                             std::string{"org_idpplugin_scripted/0d1183d2-46e5-409c-924c-438f722de2eb/callback"},
                             std::string{"org_idpplugin_scripted/x/login"}}) {
        CAPTURE(path);
        CHECK(one.at(path).status == 404);
        CHECK(one.at(path).body == golden_file("no_provider"));
    }
}

TEST_CASE("a mode that the provider has not is refused", "[api]") {
    json_client one;
    CHECK(one.get("login?mode=scan").status == 200);
    CHECK(one.get("login?mode=evil").status == 400);
    CHECK(one.get("login?mode=scan&mode=auto").status == 400);
}

TEST_CASE("T35: whoever sends callbacks that fit no login has to wait", "[api]") {
    json_client one;
    for (int i = 0; i < 60; ++i)
        CHECK(one.get("callback?state=s1").status == 403);
    const auto late = one.get("callback?state=s1");
    CHECK(late.status == 429);
    CHECK_FALSE(find_field(late.headers, "Retry-After").empty());
}

TEST_CASE("a provider that refuses is quoted", "[api]") {
    json_client one{
        R"({"resolve": -7, "reason": "not_member", "public_text": "You are no member.", "http_status": 403})"};
    const auto ended = one.log_in();
    CHECK(ended.status == 403);
    CHECK(ended.body == golden_file("login_refused"));
}

TEST_CASE("a login that has to begin again says so", "[api]") {
    json_client one{R"({"resolve": -8})"};
    const auto ended = one.log_in();
    CHECK(ended.status == 403);
    CHECK(member(ended, {"code"}) == boost::json::array{"restart"});
}
