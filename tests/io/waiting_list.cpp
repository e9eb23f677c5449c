#include "io/waiting_list.hpp"

#include "support/catch.hpp"
#include "support/event_loop.hpp"

#include <optional>

using namespace wecom;
using namespace std::chrono_literals;

namespace {

struct sleeper {
    wecom::io_timer timer;
    bool woken = false;
    std::optional<waiting_list::place> place{};

    sleeper(event_loop& loop, waiting_list& in) : timer{loop.context, 1h} {
        place.emplace(in, timer);
        timer.async_wait(
            [this](boost::system::error_code why) { woken = why == boost::asio::error::operation_aborted; });
    }
};

}  // namespace

TEST_CASE("all who wait are woken, but for those who have left", "[waiting_list]") {
    event_loop loop;
    waiting_list list;
    sleeper first{loop, list}, second{loop, list}, third{loop, list};
    second.place.reset();
    list.wake();
    loop.context.poll();
    CHECK(first.woken);
    CHECK_FALSE(second.woken);
    CHECK(third.woken);
}
