#include "call_limits.hpp"

#include "support/catch.hpp"

using namespace simulator;
using namespace std::chrono_literals;

namespace {

const time_point start{1000s};

}  // namespace

TEST_CASE("calls beyond the limit block the API for a minute", "[call_limits]") {
    call_limits limits;
    CHECK(limits.admit("corp /a", 2, start));
    CHECK(limits.admit("corp /a", 2, start));
    CHECK_FALSE(limits.admit("corp /a", 2, start + 10s));
    CHECK_FALSE(limits.admit("corp /a", 2, start + 69s));
    CHECK(limits.admit("corp /a", 2, start + 70s));
}

TEST_CASE("each minute, corporation and API is counted alone", "[call_limits]") {
    call_limits limits;
    CHECK(limits.admit("corp /a", 1, start));
    CHECK(limits.admit("corp /b", 1, start));
    CHECK(limits.admit("corp /a", 1, start + 60s));
}

TEST_CASE("wrong secrets ban their address and nobody else's", "[call_limits]") {
    call_limits limits;
    limits.wrong_secret("192.0.2.1", 2, start);
    CHECK_FALSE(limits.banned("192.0.2.1", start));
    limits.wrong_secret("192.0.2.1", 2, start);
    CHECK(limits.banned("192.0.2.1", start + 59min));
    CHECK_FALSE(limits.banned("192.0.2.2", start));
    CHECK_FALSE(limits.banned("192.0.2.1", start + 60min));
}
