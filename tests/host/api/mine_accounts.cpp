#include "api/mine_accounts.hpp"

#include "api/api_under_test.hpp"
#include "support/catch.hpp"

#include <boost/json/array.hpp>

using namespace host;

namespace {

// zhangsan, who has a password and one account of the first of two providers.
struct account_owner {
    api_under_test api;
    const std::string wecom = api.add_provider(api.first, "{}", "企业微信"), feishu = api.add_provider(api.first);
    const user who = api.add_user("zhangsan", api.first);
    const std::string token = (give_password(), bind(), api.token_of(who));
    const std::string mine = "mine/tenant/" + api.first.id + "/";

    void give_password() { api.site.data.users.set_password(who.id, "correct horse battery", false); }
    void bind() {
        binding wanted;
        wanted.tenant_id = api.first.id;
        wanted.user_id = who.id;
        wanted.provider_id = wecom;
        wanted.issuer = "scripted";
        wanted.subject = "zs";
        wanted.display_name = "张三";
        REQUIRE(api.site.data.bindings.add(wanted) == bind_result::bound);
    }
    response get(const std::string& path) { return api.get(mine + path, {.token = token}); }
    response unbind(const std::string& id) { return api.post(mine + "accounts/" + id + "/unbind", {.token = token}); }
    std::string bound_id() { return api.site.data.bindings.list(who.id).at(0).id; }
};

}  // namespace

TEST_CASE("the accounts that are bound and the providers through which nothing is", "[api]") {
    account_owner some;
    CHECK(some.get("accounts/").body == golden_file("accounts", {{"account", some.bound_id()}}));
    CHECK(some.get("unbind_accounts/").body == golden_file("unbind_accounts", {{"provider", some.feishu}}));
    some.api.site.providers.set_enabled(some.feishu, false);
    CHECK(member(some.get("unbind_accounts/"), {"count"}) == 0);
}

TEST_CASE("whoever wants to bind is told where to go", "[api]") {
    account_owner some;
    const auto to = some.get("accounts/" + some.feishu + "/bind");
    CHECK(to.body == golden_file("way_to_bind", {{"provider", some.feishu}}));
    CHECK(some.get("accounts/" + some.api.add_provider(some.api.other) + "/bind").body ==
          golden_file("no_way_to_bind"));
    CHECK(some.get("accounts/" + some.api.add_provider(some.api.other) + "/bind").status == 404);
}

TEST_CASE("an account is unbound once, by whom it belongs to", "[api]") {
    account_owner some;
    const auto id = some.bound_id();
    const auto other = some.api.token_of(some.api.add_user("lisi", some.api.first, true));
    CHECK(some.api.post(some.mine + "accounts/" + id + "/unbind", {.token = other}).status == 404);
    CHECK(some.unbind(id).body == golden_file("unbound"));
    CHECK(some.unbind(id).status == 404);
    CHECK(some.get("accounts/").body == golden_file("no_accounts"));
    CHECK(some.api.site.data.audit.list(some.api.first.id, "unbind", 1, 9).total == 1);
}

TEST_CASE("T06: an account is unbound by who has just signed in", "[api]") {
    account_owner some;
    some.api.world.pass(std::chrono::seconds{301});
    const auto late = some.unbind(some.bound_id());
    CHECK(late.status == 403);
    CHECK(member(late, {"error"}) == "fresh_login_required");
    CHECK(some.api.site.data.bindings.list(some.who.id).size() == 1);
}

TEST_CASE("the last way in cannot be taken away", "[api]") {
    api_under_test api;
    const auto who = api.add_user("zhangsan", api.first);
    binding only;
    only.tenant_id = api.first.id;
    only.user_id = who.id;
    only.provider_id = api.add_provider(api.first);
    only.issuer = "scripted";
    only.subject = "zs";
    REQUIRE(api.site.data.bindings.add(only) == bind_result::bound);
    const auto id = api.site.data.bindings.list(who.id).at(0).id;
    const auto path = "mine/tenant/" + api.first.id + "/accounts/" + id + "/unbind";
    CHECK(api.post(path, {.token = api.token_of(who)}).status == 409);
}
