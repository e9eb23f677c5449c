#include "command_line.hpp"

#include "support/catch.hpp"

using namespace host;

namespace {

command_line parse(const std::vector<std::string>& words) { return {words, {"file", "mode"}, {"json"}}; }

}  // namespace

TEST_CASE("options have values, and may come more than once", "[command_line]") {
    const auto given = parse({"--file", "a", "--json", "--file=b=c", "--mode="});
    CHECK(given.all("file") == std::vector<std::string>{"a", "b=c"});
    CHECK(given.required("file") == "b=c");
    CHECK(given.value_or("mode", "x").empty());
    CHECK(given.has("json"));
}

TEST_CASE("an option that was not given has its default, or is asked for", "[command_line]") {
    const auto given = parse({});
    CHECK_FALSE(given.has("json"));
    CHECK(given.value_or("mode", "auto") == "auto");
    CHECK_THROWS_WITH(given.required("file"), "--file: is needed");
}

TEST_CASE("a mistyped command is refused with the word that is wrong", "[command_line]") {
    CHECK_THROWS_WITH(parse({"file"}), "file: an option has to begin with --");
    CHECK_THROWS_WITH(parse({"--fiel", "x"}), "--fiel: is not an option of this command");
    CHECK_THROWS_WITH(parse({"--file"}), "--file: needs a value");
    CHECK_THROWS_WITH(parse({"--json=1"}), "--json: is not an option of this command");
}
