#include "web/self_test_runs.hpp"

#include "support/catch.hpp"

using namespace host;

namespace {

shown_test_step step(step_state state, std::string text) { return {state, std::move(text), "", {}}; }

}  // namespace

TEST_CASE("a test is running while somebody holds its record, and is shown afterwards", "[self_test_runs]") {
    self_test_runs runs;
    CHECK(runs.find("s", "p").steps.empty());
    auto record = runs.begin("s", "p");
    record->add(step(step_state::running, ""));
    CHECK(runs.find("s", "p").running);
    record->add(step(step_state::passed, "reached"));
    record->add(step(step_state::failed, "refused"));
    record.reset();

    const auto after = runs.find("s", "p");
    CHECK_FALSE(after.running);
    REQUIRE(after.steps.size() == 2);
    CHECK(after.steps[0].text == "reached");
    CHECK(after.steps[1].text == "refused");
}

TEST_CASE("a session sees its own tests only, and runs each once at a time", "[self_test_runs]") {
    self_test_runs runs;
    const auto record = runs.begin("s", "p");
    record->add(step(step_state::passed, "mine"));
    CHECK(runs.begin("s", "p") == nullptr);
    CHECK(runs.find("another", "p").steps.empty());
    CHECK_FALSE(runs.find("another", "p").running);
}

TEST_CASE("at most four tests run, and a hundred are kept", "[self_test_runs]") {
    self_test_runs runs;
    {
        std::vector<std::shared_ptr<self_test_record>> running;
        for (const auto* provider : {"a", "b", "c", "d"})
            running.push_back(runs.begin("s", provider));
        CHECK(runs.begin("s", "e") == nullptr);
    }
    for (int i = 0; i < 100; ++i)
        runs.begin("s", std::to_string(i))->add(step(step_state::passed, ""));
    CHECK(runs.find("s", "a").steps.empty());
    CHECK(runs.find("s", "0").steps.size() == 1);
    CHECK(runs.begin("s", "100") != nullptr);
    CHECK(runs.find("s", "0").steps.empty());
}
