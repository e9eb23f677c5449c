#include "validator/calls.hpp"

#include "support/catch.hpp"
#include "validator/runner.hpp"

#include <algorithm>

using namespace validator;

namespace {

test_recipe recipe_of_minimal() {
    return test_recipe::read(std::filesystem::path{GOOD_MINIMAL}.replace_extension(".idp-test.json"));
}

struct minimal {
    trial of{GOOD_MINIMAL, recipe_of_minimal(), 1, 1};
    scene in{of};
};

void reads_beyond(trial&) {
    const guarded three{std::string_view{"abc"}};
    const volatile char* const at = three.data();
    for (int i = 0; i < 3; ++i)
        static_cast<void>(at[i]);
    static_cast<void>(at[3]);
}

void reads_what_was_closed(trial&) {
    guarded three{std::string_view{"abc"}};
    three.close();
    static_cast<void>(*static_cast<const volatile char*>(three.data()));
}

outcome_kind run(void (*what)(trial&)) {
    const contract_test test{"fake", "A promise.", "R1", needs::nothing, what};
    const contract_test* const tests[] = {&test};
    return run_all(tests, {}, {}, [](const verdict&) {}).at(0).kind;
}

}  // namespace

TEST_CASE_METHOD(minimal, "each function of a provider has a call that it accepts", "[calls]") {
    std::vector<std::string> names;
    for (auto& each : good_calls(in)) {
        names.push_back(each.name);
        CAPTURE(each.name);
        CHECK(each.run().status >= 0);
        each.give_back();
    }
    CHECK(names == std::vector<std::string>{"create", "build_authorize_url", "prepare", "handle_callback",
                                            "resolve_account", "cancel"});
}

TEST_CASE_METHOD(minimal, "a call that was spoiled is as it was afterwards", "[calls]") {
    auto with = good_call(in, "build_authorize_url");
    const auto& context =
        *std::find_if(with.texts.begin(), with.texts.end(), [](const auto& each) { return each.name == "context"; });
    const std::string long_context(513, 'c');
    with_value(with.text(context), idp::str(long_context),
               [&] { expect_refusal(with, "a long context", IDP_E_INVALID, "too_long"); });
    CHECK(with.run().ok());
    CHECK_FALSE(is_zero(*with.result()));
    with.give_back();
    CHECK(is_zero(*with.result()));
    CHECK_THROWS_AS(expect_refusal(with, "nothing wrong", IDP_E_INVALID), violation);
    with.give_back();
}

TEST_CASE_METHOD(minimal, "what a provider does not have is skipped", "[calls]") {
    CHECK_THROWS_AS(good_call(in, "idp.self-test/1 run"), skipped);
}

TEST_CASE("whoever reads beyond guarded memory, or when it is closed, is stopped", "[guarded]") {
    const guarded text{std::string_view{"abc"}};
    CHECK(text.bytes() == "abc");
    CHECK(run(reads_beyond) == outcome_kind::crash);
    CHECK(run(reads_what_was_closed) == outcome_kind::crash);
}
