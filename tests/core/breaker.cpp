#include "core/breaker.hpp"

#include "support/catch.hpp"

using namespace wecom;
using namespace std::chrono_literals;

namespace {

constexpr breaker::time_point start{100h};

void record(breaker& of, int unanswered, int answered, breaker::time_point when) {
    for (int i = 0; i < answered; ++i)
        of.record(true, when);
    for (int i = 0; i < unanswered; ++i)
        of.record(false, when);
}

breaker opened() {
    breaker out;
    record(out, 20, 0, start);
    return out;
}

}  // namespace

TEST_CASE("a breaker opens when 20 requests have ended and half of them got no answer", "[breaker]") {
    const auto [unanswered, answered, opens] = GENERATE(
        table<int, int, bool>({{19, 0, false}, {20, 0, true}, {10, 10, true}, {9, 11, false}, {200, 201, false}}));
    breaker health;
    record(health, unanswered, answered, start);
    CHECK(health.refuse(start).has_value() == opens);
}

TEST_CASE("a breaker looks back 10 s", "[breaker]") {
    breaker health;
    record(health, 19, 0, start);
    SECTION("what is older is forgotten") {
        record(health, 19, 0, start + 10s);
        CHECK_FALSE(health.refuse(start + 10s));
    }
    SECTION("what is younger counts") {
        record(health, 1, 0, start + 9s);
        CHECK(health.refuse(start + 9s));
    }
}

TEST_CASE("an open breaker says how long to wait, and lets one request in 5 s try", "[breaker]") {
    auto health = opened();
    CHECK(health.refuse(start) == 5000ms);
    CHECK(health.refuse(start + 4990ms) == 10ms);
    CHECK_FALSE(health.refuse(start + 5s));
    CHECK(health.refuse(start + 5s) == 5000ms);
    SECTION("the next one 5 s after a try that failed") {
        health.record(false, start + 6s);
        CHECK(health.refuse(start + 9s) == 1000ms);
        CHECK_FALSE(health.refuse(start + 10s));
    }
    SECTION("or hangs") { CHECK_FALSE(health.refuse(start + 10s)); }
}

TEST_CASE("a breaker closes as soon as a try is answered, and begins anew", "[breaker]") {
    auto health = opened();
    REQUIRE_FALSE(health.refuse(start + 5s));
    health.record(true, start + 5s);
    CHECK_FALSE(health.refuse(start + 5s));
    record(health, 19, 0, start + 5s);
    CHECK_FALSE(health.refuse(start + 5s));
}

TEST_CASE("an answer to what was asked before a breaker opened does not close it", "[breaker]") {
    auto health = opened();
    health.record(true, start + 1s);
    CHECK(health.refuse(start + 1s) == 4000ms);
}
