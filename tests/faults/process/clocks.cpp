// The host's clock jumps, the process stands still.

#include "faults/process/app.hpp"
#include "faults/process/wecom_process.hpp"
#include "support/catch.hpp"
#include "validator/process/child.hpp"

#include <poll.h>
#include <sys/wait.h>

#include <csignal>
#include <thread>

using namespace process_faults;
using namespace process;

namespace {

constexpr std::int64_t a_day = 86'400'000, ten_years = 3652 * a_day;

void move_clock(app& of, std::int64_t by) { of.host.clock_ms += static_cast<std::uint64_t>(by); }

}  // namespace

TEST_CASE("F73: a login under way begins again when the wall clock jumps, and nothing is fetched anew", "[process]") {
    const auto jump = GENERATE(as<std::int64_t>{}, a_day, ten_years, -ten_years);
    CAPTURE(jump);
    wecom_process wecom;
    app host{wecom.config()};
    CHECK(host.log_in("alice").story() == "OK alice");
    const auto at_wecom = host.leave("bob");
    const auto returned = host.come_back("carol");

    move_clock(host, jump);
    CHECK(host.callback(at_wecom).story() == "-8 expired");
    CHECK(host.resolve(returned).story() == "-8 expired");
    CHECK(host.log_in("dave").story() == "OK dave");
    move_clock(host, -jump);
    CHECK(host.log_in("erin").story() == "OK erin");
    CHECK(wecom.book().tokens == 1);
    CHECK(wecom.book().questions == 3);
    CHECK(wecom.book().connections == 1);
}

TEST_CASE("F73: the deadline of a running call does not follow the wall clock", "[process]") {
    const auto jump = GENERATE(as<std::int64_t>{}, ten_years, -ten_years);
    wecom_process wecom;
    app host{wecom.config()};
    call_end end;
    {
        const std::jthread caller{[&] { end = host.resolve(host.come_back("mute_1"), 1000ms); }};
        wecom.wait_until([](const ledger& book) { return book.questions == 1; });
        move_clock(host, jump);
    }
    CHECK(end.story() == "-3 deadline");
    CHECK(end.elapsed >= 1000ms);
    CHECK(end.elapsed <= 1250ms);
    CHECK(host.log_in("alice").story() == "OK alice");
}

TEST_CASE("F74: a process that stood still past a deadline says so, and logs in again", "[process]") {
    wecom_process wecom;
    child stopped{[&] {
        app host{wecom.config()};
        const auto late = host.log_in("mute_1", 1000ms);
        return late.story() + (late.elapsed >= 1500ms ? ", late, " : ", early, ") + host.log_in("alice").story();
    }};
    wecom.wait_until([](const ledger& book) { return book.questions == 1; });
    ::kill(stopped.id(), SIGSTOP);
    int status = 0;
    REQUIRE(::waitpid(stopped.id(), &status, WUNTRACED) == stopped.id());
    REQUIRE(WIFSTOPPED(status));
    ::poll(nullptr, 0, 1700);  // what it has to sleep through
    ::kill(stopped.id(), SIGCONT);
    CHECK(stopped.said() == "-3 deadline, late, OK alice");
}
