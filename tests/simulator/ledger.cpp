#include "ledger.hpp"

#include "support/catch.hpp"

using namespace simulator;
using namespace std::chrono_literals;

namespace {

const time_point start{1000s};

}  // namespace

TEST_CASE("an entry is valid until the second it expires", "[ledger]") {
    ledger<int> entries;
    entries.issue("a", 7, start + 300s, start);
    CHECK(*entries.find_valid("a", start + 299s) == 7);
    CHECK(entries.find_valid("a", start + 300s) == nullptr);
}

TEST_CASE("an expired entry stays known for an hour", "[ledger]") {
    ledger<int> entries;
    entries.issue("a", 7, start + 300s, start);
    CHECK(entries.find("a", start + 300s + 59min) != nullptr);
    CHECK(entries.find("a", start + 300s + 60min) == nullptr);
}

TEST_CASE("a withdrawn entry was never there", "[ledger]") {
    ledger<int> entries;
    entries.issue("a", 7, start + 300s, start);
    entries.withdraw("a");
    CHECK(entries.find("a", start) == nullptr);
}

TEST_CASE("entries can be withdrawn or expired by what they stand for", "[ledger]") {
    ledger<int> entries;
    entries.issue("a", 1, start + 300s, start);
    entries.issue("b", 2, start + 300s, start);
    CHECK(entries.expire_if([](int value) { return value == 1; }, start + 1s) == 1);
    CHECK(entries.find_valid("a", start + 1s) == nullptr);
    CHECK(entries.withdraw_if([](int value) { return value == 2; }) == 1);
    CHECK(entries.find("b", start + 1s) == nullptr);
}

TEST_CASE("the text of a valid entry can be asked for", "[ledger]") {
    ledger<int> entries;
    entries.issue("a", 1, start + 300s, start);
    auto is_one = [](int value) { return value == 1; };
    CHECK(entries.text_of(is_one, start) == "a");
    CHECK(entries.text_of(is_one, start + 300s).empty());
}
