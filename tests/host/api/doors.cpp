#include "api/api_under_test.hpp"
#include "support/catch.hpp"

using namespace host;

namespace {

// Of the first tenant, its people, and one who is somebody elsewhere.
struct people {
    api_under_test api;
    const std::string id = api.add_provider(api.first);
    const std::string nobody;
    const std::string of_user = api.token_of(api.add_user("zhangsan", api.first));
    const std::string of_administrator = api.token_of(api.add_user("lisi", api.first, true));
    const std::string of_stranger = api.token_of(api.add_user("wangwu", api.other, true));

    // {T}: the tenant, {P}: its provider.
    std::string path(std::string pattern) const {
        for (const auto& [name, value] : {std::pair{"{T}", api.first.id}, std::pair{"{P}", id}})
            if (const auto at = pattern.find(name); at != pattern.npos) pattern.replace(at, 3, value);
        return pattern;
    }
};

struct row {
    const char *method, *path;
    unsigned nobody, user, administrator, stranger;
};

constexpr row authorisation[] = {
    {"POST", "tenant/{T}/auth/?event_tag=com.longgui.auth.factor.password.auth", 422, 422, 422, 422},
    {"GET", "tenant/{T}/login_page/", 200, 200, 200, 200},
    {"GET", "tenant/{T}/third_auths/", 401, 403, 200, 403},
    {"POST", "tenant/{T}/third_auths/", 401, 403, 422, 403},
    {"GET", "tenant/{T}/third_auths/{P}/", 401, 403, 200, 403},
    {"PUT", "tenant/{T}/third_auths/{P}/", 401, 403, 200, 403},
    {"GET", "mine/tenant/{T}/accounts/", 401, 200, 200, 403},
    {"GET", "mine/tenant/{T}/unbind_accounts/", 401, 200, 200, 403},
    {"GET", "mine/tenant/{T}/accounts/{P}/bind", 401, 200, 200, 403},
    {"POST", "mine/tenant/{T}/accounts/{P}/unbind", 401, 404, 404, 403},
    {"POST", "idp/org_idpplugin_scripted/{P}/bind", 403, 422, 422, 404},
    {"DELETE", "tenant/{T}/third_auths/{P}/", 401, 403, 200, 403},
};

}  // namespace

TEST_CASE("every route lets in whom it is for, and nobody else", "[api]") {
    people who;
    for (const auto& row : authorisation) {
        const auto path = who.path(row.path);
        CAPTURE(row.method, row.path);
        CHECK(who.api.call(row.method, path, {.token = who.nobody}).status == row.nobody);
        CHECK(who.api.call(row.method, path, {.token = who.of_user}).status == row.user);
        CHECK(who.api.call(row.method, path, {.token = who.of_stranger}).status == row.stranger);
        CHECK(who.api.call(row.method, path, {.token = who.of_administrator}).status == row.administrator);
    }
}

TEST_CASE("an operator of the platform administers every tenant, and has accounts in his own only", "[api]") {
    api_under_test api;
    const auto root = *api.site.data.users.add({api.first.id, "root", true, true});
    const auto token = api.token_of(root);
    CHECK(api.get("tenant/" + api.other.id + "/third_auths/", {.token = token}).status == 200);
    CHECK(api.get("mine/tenant/" + api.other.id + "/accounts/", {.token = token}).status == 403);
}

TEST_CASE("the doors answer as ArkID does, to the byte", "[api]") {
    people who;
    const auto list = who.path("tenant/{T}/third_auths/");
    CHECK(who.api.get(list).body == golden_file("unauthorized"));
    CHECK(who.api.get(list, {.token = "made-up"}).body == golden_file("unauthorized"));
    CHECK(who.api.get(list, {.headers = {{"Authorization", "Bearer " + who.of_administrator}}}).status == 401);
    CHECK(who.api.get(list, {.token = who.of_user}).body == golden_file("forbidden"));
    CHECK(who.api.get("tenant/no-uuid/login_page/").body == golden_file("not_found"));
    CHECK(who.api.post(list, {.token = who.of_administrator, .body = "{"}).body == golden_file("no_json"));
    CHECK(who.api.post(who.path("idp/org_idpplugin_scripted/{P}/bind")).body == golden_file("no_token"));
}

TEST_CASE("a path has its slash at the end or has none, and never the other way", "[api]") {
    people who;
    const auto path = GENERATE(as<std::string>{}, "tenant/{T}/third_auths", "tenant/{T}/login_page",
                               "tenant/{T}/third_auths/{P}", "mine/tenant/{T}/accounts",
                               "mine/tenant/{T}/accounts/{P}/bind/", "idp/org_idpplugin_scripted/{P}/login/",
                               "idp/org_idpplugin_scripted/{P}/callback/", "idp/org_idpplugin_scripted/{P}/bind/");
    CAPTURE(path);
    CHECK(who.api.get(who.path(path), {.token = who.of_administrator}).status == 404);
}

TEST_CASE("T21: what changes something cannot be done by GET", "[api]") {
    people who;
    const auto unbind = who.api.get(who.path("mine/tenant/{T}/accounts/{P}/unbind"), {.token = who.of_user});
    CHECK(unbind.status == 405);
    CHECK(unbind.body == golden_file("method_not_allowed"));
    CHECK(find_field(unbind.headers, "Allow") == "POST");
    CHECK(who.api.get(who.path("idp/org_idpplugin_scripted/{P}/bind"), {.token = who.of_user}).status == 405);
    CHECK(who.api.get(who.path("tenant/{T}/auth/")).status == 405);
}

TEST_CASE("a POST to a login is somebody else's form", "[api]") {
    people who;
    CHECK(who.api.post(who.path("idp/org_idpplugin_scripted/{P}/login")).status == 403);
    const sent_with json{.headers = {{"Accept", "application/json"}}};
    CHECK(who.api.post(who.path("idp/org_idpplugin_scripted/{P}/callback"), json).status == 403);
    CHECK(who.api.post(who.path("idp/org_idpplugin_scripted/{P}/callback")).body == "a page");
}

TEST_CASE("a tenant's id may come without dashes, and HEAD is a GET", "[api]") {
    people who;
    auto plain = who.api.first.id;
    std::erase(plain, '-');
    CHECK(who.api.call("HEAD", "tenant/" + plain + "/third_auths/", {.token = who.of_administrator}).status == 200);
}

TEST_CASE("T19: the token of a user who is disabled is dead at once", "[api]") {
    api_under_test api;
    const auto who = api.add_user("zhangsan", api.first);
    const auto token = api.token_of(who);
    const auto mine = "mine/tenant/" + api.first.id + "/accounts/";
    CHECK(api.get(mine, {.token = token}).status == 200);
    api.site.data.users.set_state(who.id, GENERATE(user_state::disabled, user_state::deleted));
    CHECK(api.get(mine, {.token = token}).status == 401);
}

TEST_CASE("answers are not stored, not framed and not guessed at", "[api]") {
    api_under_test api;
    const auto answer = api.get("tenant/" + api.first.id + "/login_page/");
    CHECK(find_field(answer.headers, "Content-Type") == "application/json; charset=utf-8");
    CHECK(find_field(answer.headers, "Cache-Control") == "no-store");
    CHECK(find_field(answer.headers, "X-Content-Type-Options") == "nosniff");
    CHECK(find_field(answer.headers, "Referrer-Policy") == "no-referrer");
}
