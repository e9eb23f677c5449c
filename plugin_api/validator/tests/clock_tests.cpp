#include "validator/tests/arrival.hpp"
#include "validator/tests/punctuality.hpp"
#include "validator/tests/store_tests.hpp"

#include <algorithm>
#include <set>

namespace validator {

using namespace std::chrono_literals;
using std::chrono::milliseconds;

namespace {

constexpr std::uint64_t day_ms = 86'400'000;

// What a login may come to whose transaction or grant seems a day old, or from tomorrow.
const std::set<idp_status> ends{IDP_OK, IDP_E_RESTART, IDP_E_REJECTED, IDP_E_REPLAYED};

void expect_end(const outcome& call, const std::string& function) {
    expect(ends.contains(call.status), function + " answered " + call.story() +
                                           " after the wall clock had jumped by a day: the login may go on, or begin "
                                           "again, and nobody broke anything");
}

void jump_between_calls(stage& here, std::int64_t by_ms) {
    const auto jump = [&] { here.host.now_ms += static_cast<std::uint64_t>(by_ms); };
    journey out;
    here.plugin->begin(out);
    jump();
    idp::owned<idp_grant> grant;
    expect_end(here.plugin->come_back(out, grant), "handle_callback");
    const auto who = arrive(*here.plugin);
    jump();
    expect_end(resolve_strictly(*here.plugin, who), "resolve_account");
    here.plugin->must_log_in();
}

// The clock moves by an hour, and back, each time that it is read; nothing answers.
void jump_within_call(trial& of, const punctuality& watch) {
    stage here{of};
    const auto who = arrive(*here.plugin);
    here.server->lie([](tls_peer& peer) { peer.wait_until_client_leaves(); });
    here.host.when_called = [&, back = std::make_shared<std::atomic<bool>>(false)](const char*) {
        here.host.now_ms += back->exchange(!*back) ? -day_ms : day_ms;
    };
    const auto call = resolve_strictly(*here.plugin, who, {.timeout = 500ms});
    watch.expect_by(call, 500ms, "while the wall clock jumps");
    expect(call.status != IDP_E_DEADLINE || call.elapsed >= 450ms,
           "resolve_account answered IDP_E_DEADLINE after " + std::to_string(call.elapsed.count()) +
               " of 500 ms: the wall clock jumped, but durations are measured by the monotonic one");
}

}  // namespace

void clock_jumps(trial& of) {
    const punctuality watch;
    for (const auto by : {static_cast<std::int64_t>(day_ms), -static_cast<std::int64_t>(day_ms)}) {
        stage here{of};
        jump_between_calls(here, by);
        here.host.expect_no_breach();
    }
    if (of.recipe.has_network()) jump_within_call(of, watch);
}

void token_expiry(trial& of) {
    stage here{of};
    here.plugin->must_log_in();
    const auto fetched = here.server->token_fetches();
    here.host.now_ms += day_ms;
    at_once(16, [&](int) { here.plugin->must_log_in(); });
    const auto again = here.server->token_fetches() - fetched;
    expect(again <= fetched, "16 people who logged in a day later had the token fetched " + std::to_string(again) +
                                 " times: the first of them is enough");
    here.host.expect_no_breach();
}

}  // namespace validator
