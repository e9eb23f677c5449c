#include "io/call_gate.hpp"

#include "support/catch.hpp"

#include <future>

using namespace wecom;
using namespace std::chrono_literals;

TEST_CASE("a closed gate lets nobody in, and is closed once", "[call_gate]") {
    call_gate gate;
    REQUIRE(gate.enter());
    gate.leave();
    CHECK(gate.close());
    CHECK_FALSE(gate.close());
    CHECK_FALSE(gate.enter());
    gate.wait_until_empty();
}

TEST_CASE("who closes a gate waits until the last one inside has left", "[call_gate]") {
    call_gate gate;
    REQUIRE(gate.enter());
    REQUIRE(gate.enter());
    gate.close();
    auto closed = std::async(std::launch::async, [&] { gate.wait_until_empty(); });
    gate.leave();
    CHECK(closed.wait_for(0ms) == std::future_status::timeout);
    gate.leave();
    CHECK(closed.wait_for(20s) == std::future_status::ready);
}
