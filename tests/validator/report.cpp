#include "validator/report.hpp"

#include "support/catch.hpp"

#include <boost/json/parse.hpp>

using namespace validator;
using namespace std::chrono_literals;

namespace {

constexpr contract_test test{"one-symbol", "The library exports its entry.", "R1 R2", needs::nothing, nullptr};

verdict said(outcome_kind kind, const std::string& text = {}) {
    return {.test = &test, .kind = kind, .text = text, .output = "printed\n", .elapsed = 12ms};
}

}  // namespace

TEST_CASE("a test that passed is one line", "[report]") {
    CHECK(report_of(said(outcome_kind::pass)) == "pass     one-symbol (R1 R2): The library exports its entry.\n");
}

TEST_CASE("a test that failed says why, and what its process wrote", "[report]") {
    CHECK(report_of(said(outcome_kind::fail, "it exports two")) ==
          "fail     one-symbol (R1 R2): The library exports its entry.\n"
          "         it exports two\n"
          "         | printed\n");
    auto warned = said(outcome_kind::warn);
    warned.warnings = {"look here"};
    CHECK(report_of(warned) ==
          "warn     one-symbol (R1 R2): The library exports its entry.\n"
          "         warning: look here\n");
}

TEST_CASE("the summary counts what there is, and names the seed", "[report]") {
    const std::vector<verdict> all{said(outcome_kind::pass), said(outcome_kind::pass), said(outcome_kind::crash)};
    CHECK(summary_of(all, {.seed = 7}, 1234ms) == "2 passed, 1 crashed in 1.2 s; seed 7\n");
}

TEST_CASE("a program reads the same as JSON", "[report]") {
    auto failed = said(outcome_kind::fail, "a provider said \xfd");
    failed.output = "\xff\n";
    const auto report =
        boost::json::parse(json_report_of({said(outcome_kind::pass), failed}, {.library = "/a.so"}, 5ms));
    CHECK(report.at("library") == "/a.so");
    CHECK(report.at("totals").at("fail") == 1);
    CHECK(report.at("tests").at(0).at("outcome") == "pass");
    CHECK(report.at("tests").at(0).at("rules") == boost::json::array{"R1", "R2"});
    CHECK_FALSE(report.at("tests").at(0).as_object().contains("output"));
    CHECK(report.at("tests").at(1).at("output") == "?\n");
    CHECK(report.at("tests").at(1).at("text") == "a provider said ?");
}

TEST_CASE("the exit status is that of the worst test", "[report]") {
    const auto pass = said(outcome_kind::pass), warned = said(outcome_kind::warn), skip = said(outcome_kind::skip);
    auto unprepared = skip;
    unprepared.for_want_of_recipe = true;
    CHECK(exit_status_of({pass, warned, skip}) == 0);
    CHECK(exit_status_of({pass, unprepared}) == 3);
    for (const auto kind : {outcome_kind::fail, outcome_kind::crash, outcome_kind::timeout})
        CHECK(exit_status_of({unprepared, said(kind)}) == 1);
}
