#include "support/catch.hpp"
#include "validator/stage.hpp"

using namespace validator;

namespace {

test_recipe recipe_of_alice() {
    test_recipe recipe;
    recipe.config = R"({"users": "alice"})";
    recipe.callback = "code=alice&state=${state}";
    recipe.issuer = "minimal:${instance}";
    recipe.subject = "alice";
    return recipe;
}

trial trial_with(const test_recipe& recipe) { return {GOOD_MINIMAL, recipe, 10, 1}; }

}  // namespace

TEST_CASE("a guest logs in as the recipe says, and calls the host from inside only", "[guest]") {
    auto t = trial_with(recipe_of_alice());
    stage on{t};
    CHECK_NOTHROW(on.plugin->must_log_in());
    CHECK(on.host.calls() > 0);
    CHECK_NOTHROW(on.host.expect_no_breach());
    CHECK(on.plugin->destroy() == IDP_OK);
    CHECK(on.plugin->self() == nullptr);
}

TEST_CASE("the account of somebody else is a violation", "[guest]") {
    auto recipe = recipe_of_alice();
    recipe.subject = "bob";
    auto t = trial_with(recipe);
    stage on{t};
    CHECK_THROWS_AS(on.plugin->log_in(), violation);
}

TEST_CASE("a login that fails tells its story", "[guest]") {
    auto recipe = recipe_of_alice();
    recipe.callback = "state=${state}";
    auto t = trial_with(recipe);
    stage on{t};
    CHECK(on.plugin->log_in().story().find("IDP_E_DENIED \"user_refused\" (") == 0);
    CHECK_THROWS_AS(on.plugin->must_log_in(), violation);
}

TEST_CASE("a configuration that create refuses is a violation with the provider's words", "[guest]") {
    auto recipe = recipe_of_alice();
    recipe.config = "{}";
    auto t = trial_with(recipe);
    try {
        stage{t};
        FAIL("accepted");
    } catch (const violation& why) {
        CHECK(std::string{why.what()}.find("create refused the recipe's configuration: IDP_E_CONFIG") == 0);
    }
}

TEST_CASE("a file that is no provider is told from one", "[guest]") {
    trial t{"/proc/self/exe", recipe_of_alice(), 10, 1};
    CHECK_THROWS_AS(t.table(), no_provider);
}
