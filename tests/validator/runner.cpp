#include "validator/runner.hpp"

#include "support/catch.hpp"
#include "validator/trial.hpp"

#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>

using namespace validator;

namespace {

void keeps(trial&) {}
void breaks(trial&) { throw violation{"the provider did it"}; }
void warns(trial& t) { t.warn("first"), t.warn("second"); }
void finds_nothing(trial&) { throw skipped{"no such extension"}; }
void is_no_provider(trial&) { throw no_provider{"no entry"}; }
void crashes(trial&) {
    std::printf("before the crash\n");
    std::fflush(stdout);
    ::raise(SIGKILL);
}
void ends(trial&) { std::_Exit(7); }
void hangs(trial&) {
    for (;;)
        ::pause();
}
void prints(trial&) { std::fprintf(stderr, "%s", std::string(100'000, '.').c_str()); }

constexpr contract_test made_of(void (*run)(trial&), needs of = needs::nothing) {
    return {"fake", "A promise.", "R1", of, run};
}

verdict run(const contract_test& test, const subject& of = {},
            std::chrono::milliseconds limit = std::chrono::hours{1}) {
    const contract_test* const tests[] = {&test};
    return run_all(tests, of, {.limit = limit}, [](const verdict&) {}).at(0);
}

}  // namespace

TEST_CASE("a test that returns has passed, one that throws has not", "[runner]") {
    CHECK(run(made_of(keeps)).kind == outcome_kind::pass);
    const auto said = run(made_of(breaks));
    CHECK(said.kind == outcome_kind::fail);
    CHECK(said.text == "the provider did it");
}

TEST_CASE("warnings pass and are kept", "[runner]") {
    const auto said = run(made_of(warns));
    CHECK(said.kind == outcome_kind::warn);
    CHECK(said.warnings == std::vector<std::string>{"first", "second"});
}

TEST_CASE("a process that dies fails its test alone, with what it wrote", "[runner]") {
    const auto test = made_of(crashes), other = made_of(keeps);
    const contract_test* const tests[] = {&test, &other};
    const auto said = run_all(tests, {}, {}, [](const verdict&) {});
    CHECK(said[0].kind == outcome_kind::crash);
    CHECK(said[0].text == "the process died of signal 9, Killed");
    CHECK(said[0].output == "before the crash\n");
    CHECK(said[1].kind == outcome_kind::pass);
}

TEST_CASE("a process that ends by itself has not passed", "[runner]") {
    const auto said = run(made_of(ends));
    CHECK(said.kind == outcome_kind::crash);
    CHECK(said.text == "the process ended with status 7, which is not how a test ends");
}

TEST_CASE("a test that does not end is ended", "[runner]") {
    const auto said = run(made_of(hangs), {}, std::chrono::milliseconds{50});
    CHECK(said.kind == outcome_kind::timeout);
    CHECK(said.text == "the test was not over after 50 ms");
}

TEST_CASE("of what a test writes the end is kept", "[runner]") { CHECK(run(made_of(prints)).output.size() == 16384); }

TEST_CASE("a test is skipped where the recipe does not have what it needs", "[runner]") {
    CHECK(run(made_of(finds_nothing)).kind == outcome_kind::skip);
    CHECK_FALSE(run(made_of(finds_nothing)).for_want_of_recipe);
    CHECK(run(made_of(breaks, needs::instance)).for_want_of_recipe);

    test_recipe without_network;
    without_network.callback = "code=1";
    const subject of{.library = {}, .recipe = without_network};
    CHECK(run(made_of(keeps, needs::instance), of).kind == outcome_kind::pass);
    const auto said = run(made_of(breaks, needs::network), of);
    CHECK(said.kind == outcome_kind::skip);
    CHECK_FALSE(said.for_want_of_recipe);
}

TEST_CASE("verdicts come in the order of the tests, however many run at once", "[runner]") {
    const auto slow = made_of(prints), quick = made_of(keeps);
    const contract_test* const tests[] = {&slow, &quick, &quick, &slow, &quick};
    for (const unsigned jobs : {1u, 2u, 8u}) {
        std::vector<const contract_test*> order;
        run_all(tests, {}, {.jobs = jobs}, [&](const verdict& said) { order.push_back(said.test); });
        CHECK(order == std::vector<const contract_test*>(std::begin(tests), std::end(tests)));
    }
}

TEST_CASE("that a file is no provider is said once", "[runner]") {
    const auto test = made_of(is_no_provider);
    const contract_test* const tests[] = {&test, &test};
    const auto said = run_all(tests, {}, {}, [](const verdict&) {});
    CHECK(said[0].kind == outcome_kind::fail);
    CHECK(said[1].kind == outcome_kind::skip);
}

TEST_CASE("in process a test runs without a child", "[runner]") {
    static pid_t ran_in = 0;
    const auto test = made_of([](trial&) { ran_in = ::getpid(); });
    const contract_test* const tests[] = {&test};
    CHECK(run_all(tests, {}, {.in_process = true}, [](const verdict&) {}).at(0).kind == outcome_kind::pass);
    CHECK(ran_in == ::getpid());
}

TEST_CASE("nothing that a test starts survives it", "[runner]") {
    static int line[2];
    REQUIRE(::pipe(line) == 0);
    const auto said = run(made_of([](trial&) {
        if (::fork() == 0)
            for (;;)
                ::pause();
    }));
    CHECK(said.kind == outcome_kind::pass);
    ::close(line[1]);
    char nothing;
    CHECK(::read(line[0], &nothing, 1) == 0);  // the end: all who had the other side are gone
    ::close(line[0]);
}
