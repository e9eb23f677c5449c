#include "io/turnstile.hpp"

#include "support/event_loop.hpp"
#include "support/outcome.hpp"
#include "support/test_clock.hpp"

#include <vector>

using namespace wecom;
using namespace std::chrono_literals;

namespace {

// A room for one. Who is inside stays until he is told to go.
struct room {
    const test_clock clock;
    event_loop loop;
    turnstile door{1, loop.context.get_executor(), clock.around()};
    std::vector<int> came;
    wecom::io_timer bell{loop.context, time_point::max()};

    awaitable<result<void>> visit(int who, time_point deadline) {
        const auto pass = co_await door.enter(deadline);
        if (!pass) co_return pass.error();
        came.push_back(who);
        co_await bell.async_wait(as_result);
        co_return result<void>{};
    }
    auto start(int who, time_point deadline = test_clock::in(8s)) { return loop.start(visit(who, deadline)); }
    void next() {
        bell.cancel_one();
        loop.settle();
    }
};

}  // namespace

TEST_CASE("who comes first is let in first", "[turnstile]") {
    room one;
    for (int i = 1; i <= 3; ++i)
        one.start(i);
    CHECK(one.came == std::vector{1});
    one.next();
    CHECK(one.came == std::vector{1, 2});
    one.next();
    CHECK(one.came == std::vector{1, 2, 3});
    one.next();
    one.start(4);
    CHECK(one.came == std::vector{1, 2, 3, 4});
    one.next();
}

TEST_CASE("who can no longer make it is passed over", "[turnstile]") {
    room one;
    one.start(1);
    const auto late = one.start(2, test_clock::in(1s));
    one.start(3);
    one.clock.advance(1s);  // and no timer has noticed
    one.next();
    CHECK(outcome(late->outcome()) == "deadline");
    CHECK(one.came == std::vector{1, 3});
    one.next();
}

TEST_CASE("who gives up leaves the line", "[turnstile]") {
    room one;
    one.start(1);
    const auto impatient = one.start(2);
    one.start(3);
    impatient->cancel();
    one.loop.settle();
    CHECK(outcome(impatient->outcome()) == "cancelled");
    one.next();
    CHECK(one.came == std::vector{1, 3});
    one.next();
}
