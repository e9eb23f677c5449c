#include "providers/stored_key_values.hpp"

#include "event_log.hpp"
#include "providers/host_services.hpp"
#include "store/store.hpp"
#include "support/catch.hpp"
#include "surroundings.hpp"

#include <sstream>

using namespace host;
using namespace std::chrono_literals;

TEST_CASE("what a provider of one process puts there, the next process finds until its time is over",
          "[stored_key_values]") {
    temporary_folder folder;
    made_up_world world;
    store one{folder.path() / "host.db", world.outside()}, other{folder.path() / "host.db", world.outside()};
    stored_key_values here{one.key_values}, there{other.key_values};
    here.put("token/a", "sealed", 60s);
    CHECK(there.get("token/a") == "sealed");
    CHECK(there.put_if_absent("once/b", "mine", 60s));
    CHECK_FALSE(here.put_if_absent("once/b", "late", 60s));
    world.pass(61s);
    CHECK_FALSE(there.get("token/a").has_value());
}

TEST_CASE("providers are offered the store of the host", "[stored_key_values]") {
    temporary_folder folder;
    made_up_world world;
    std::ostringstream lines;
    event_log log{lines, log_level::info, world.outside().now};
    store data{folder.path() / "host.db", world.outside()};
    stored_key_values shared{data.key_values};
    const host_services services{log, world.outside().now, &shared};
    CHECK(services.table().get_extension(services.table().ctx, IDP_HOST_KV_V1) != nullptr);
}
