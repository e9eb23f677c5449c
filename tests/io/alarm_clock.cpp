#include "io/alarm_clock.hpp"

#include "support/event_loop.hpp"
#include "support/real_time.hpp"

#include <optional>

using namespace wecom;
using namespace std::chrono_literals;

namespace {

struct bedroom {
    event_loop loop;
    int rung = 0;
    std::optional<alarm_clock> clock{std::in_place, loop.context.get_executor(), [this] { ++rung; }};

    // Until nothing will happen any more.
    void sleep() {
        loop.context.restart();
        loop.context.run_for(long_enough);
    }
};

}  // namespace

TEST_CASE("an alarm rings once, when it is due", "[alarm_clock]") {
    bedroom room;
    const auto due = in(20ms);
    SECTION("at once") { room.clock->set(due); }
    SECTION("later than it was set before") {
        room.clock->set(in(1ms));
        room.clock->set(due);
    }
    SECTION("earlier than it was set before") {
        room.clock->set(in(1h));
        room.clock->set(due);
    }
    SECTION("again after it was cleared") {
        room.clock->set(in(1ms));
        room.clock->clear();
        room.clock->set(due);
    }
    room.sleep();
    CHECK(room.rung == 1);
    CHECK(in(0ms) >= due);
}

TEST_CASE("an alarm that was cleared or is gone is silent", "[alarm_clock]") {
    bedroom room;
    room.clock->set(in(1ms));
    SECTION("cleared") { room.clock->clear(); }
    SECTION("gone") { room.clock.reset(); }
    room.sleep();
    CHECK(room.rung == 0);
}

TEST_CASE("an alarm may be set where it rings", "[alarm_clock]") {
    event_loop loop;
    int rung = 0;
    std::optional<alarm_clock> clock;
    clock.emplace(loop.context.get_executor(), [&] {
        if (++rung < 3) clock->set(in(1ms));
    });
    clock->set(in(1ms));
    loop.context.run_for(long_enough);
    CHECK(rung == 3);
}
