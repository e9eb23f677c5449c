#include "validator/command_line.hpp"

#include "support/catch.hpp"

using namespace validator;

namespace {

command_line parse(std::initializer_list<const char*> words) {
    return command_line::parse({words.begin(), words.size()});
}

}  // namespace

TEST_CASE("run takes a file and options in any order", "[command_line]") {
    const auto how =
        parse({"run", "--only", "^fork", "a.so", "--rounds", "20", "--seed", "0", "--jobs", "1", "--json"});
    CHECK(how.verb == "run");
    CHECK(how.argument == "a.so");
    CHECK(how.only == "^fork");
    CHECK(how.rounds == 20);
    CHECK(how.seed == 0);
    CHECK(how.jobs == 1);
    CHECK(how.json);
    CHECK_FALSE(how.in_process);
    CHECK(parse({"run", "a.so"}).rounds == 1000);
}

TEST_CASE("fuzz takes a time, or a case to replay", "[command_line]") {
    const auto how = parse({"fuzz", "a.so", "--minutes", "30", "--seed", "9"});
    CHECK(how.verb == "fuzz");
    CHECK(how.minutes == 30);
    CHECK(how.seed == 9);
    CHECK_FALSE(how.replay);
    CHECK(parse({"fuzz", "a.so", "--replay", "fuzz-9.json"}).replay == "fuzz-9.json");
}

TEST_CASE("a command that nobody understands is refused", "[command_line]") {
    CHECK_THROWS_WITH(parse({}), "say what to do");
    CHECK_THROWS_WITH(parse({"run"}), "run wants to know of what");
    CHECK_THROWS_WITH(parse({"run", "a.so", "b.so"}), "nobody knows what to do with b.so");
    CHECK_THROWS_WITH(parse({"list", "a.so"}), "nobody knows what to do with a.so");
    CHECK_THROWS_WITH(parse({"describe", "login", "--json"}), "nobody knows what to do with --json");
    CHECK_THROWS_WITH(parse({"run", "a.so", "--loud"}), "there is no option --loud");
    CHECK_THROWS_WITH(parse({"run", "a.so", "--seed"}), "--seed wants a value");
    for (const char* bad : {"0", "-1", "1x", "99999999999"})
        CHECK_THROWS_AS(parse({"run", "a.so", "--rounds", bad}), usage_error);
}

TEST_CASE("an expression chooses tests by a part of their name", "[command_line]") {
    constexpr contract_test tests[] = {{"one-symbol", "", "", needs::nothing, nullptr},
                                       {"fork-before-create", "", "", needs::nothing, nullptr}};
    CHECK(chosen(tests, "").size() == 2);
    CHECK(chosen(tests, "^fork").size() == 1);
    CHECK(chosen(tests, "symbol|create").size() == 2);
    CHECK_THROWS_AS(chosen(tests, "^create"), usage_error);
    CHECK_THROWS_AS(chosen(tests, "("), usage_error);
}
