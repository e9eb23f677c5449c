#include "providers/host_services.hpp"

#include "idp_plugin.hpp"
#include "support/catch.hpp"

#include <sstream>

using namespace host;

namespace {

// What a provider logs, as it stands in the host's log.
std::string logged(std::int32_t level, std::string_view text) {
    std::ostringstream out;
    const auto clock = [] { return wall_time{}; };
    event_log log{out, log_level::trace, clock};
    const host_services services{log, clock};
    const idp_log_record record{sizeof record, 0, 3, 1'000, level, 0, idp::str(text)};
    services.table().log(services.table().ctx, &record);
    return out.str();
}

}  // namespace

TEST_CASE("a provider's log record keeps its own time and level", "[host_services]") {
    CHECK(logged(IDP_LOG_WARNING, "slow answer") ==
          "1970-01-01T00:00:01.000Z warning provider op=3 text=\"slow answer\"\n");
}

TEST_CASE("a broken contract is an error that says whose", "[host_services]") {
    CHECK(logged(IDP_LOG_HOST_MISBEHAVED, "x") == "1970-01-01T00:00:01.000Z error host_misbehaved op=3 text=x\n");
    CHECK(logged(IDP_LOG_PLUGIN_MISBEHAVED, "x") == "1970-01-01T00:00:01.000Z error provider_misbehaved op=3 text=x\n");
}

TEST_CASE("a provider sees the host's clock", "[host_services]") {
    std::ostringstream out;
    event_log log{out, log_level::trace, nullptr};
    const host_services services{log, [] { return wall_time{std::chrono::milliseconds{7'000}}; }};
    CHECK(services.table().wall_clock_ms(services.table().ctx) == 7'000);
}
