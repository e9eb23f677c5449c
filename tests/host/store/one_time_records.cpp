#include "store/one_time_records.hpp"

#include "store/opened_store.hpp"
#include "support/catch.hpp"

#include <algorithm>

using namespace host;
using namespace std::chrono_literals;

TEST_CASE("a record is looked at often and taken once", "[store][one_time_records]") {
    opened_store at;
    at.data.one_time.put("random key", "the account", at.now() + 5min);
    CHECK(at.data.one_time.peek("random key", at.now()) == "the account");
    CHECK(at.data.one_time.take("random key", at.now()) == "the account");
    CHECK_FALSE(at.data.one_time.peek("random key", at.now()));
    CHECK_FALSE(at.data.one_time.take("random key", at.now()));
    CHECK_FALSE(at.data.one_time.take("another key", at.now()));
}

TEST_CASE("F51: of 64 who take one record at once, one gets it", "[store][one_time_records]") {
    opened_store at;
    at.data.one_time.put("random key", "the account", at.now() + 5min);
    std::vector<std::optional<std::string>> taken(64);
    at_once(taken.size(), [&](std::size_t i) { taken[i] = at.data.one_time.take("random key", at.now()); });
    CHECK(std::count(taken.begin(), taken.end(), "the account") == 1);
    CHECK(std::count(taken.begin(), taken.end(), std::nullopt) == 63);
}

TEST_CASE("a record that expired is gone", "[store][one_time_records]") {
    opened_store at;
    at.data.one_time.put("short", "1", at.now() + 1min);
    at.data.one_time.put("long", "2", at.now() + 5min);
    at.world.pass(1min);
    CHECK_FALSE(at.data.one_time.peek("short", at.now()));
    CHECK_FALSE(at.data.one_time.take("short", at.now()));
    at.data.one_time.forget_expired(at.now());
    CHECK(at.data.one_time.take("long", at.now()) == "2");
    at.data.one_time.put("short", "3", at.now() - 1s);
    CHECK_FALSE(at.data.one_time.take("short", at.now()));
}

TEST_CASE("a value that was moved to another key does not open", "[store][one_time_records]") {
    opened_store at;
    at.data.one_time.put("mine", "my account", at.now() + 5min);
    at.data.one_time.put("yours", "your account", at.now() + 5min);
    {
        writer forger{at.data.data};
        forger->execute(
            "UPDATE one_time_records SET sealed_value = (SELECT sealed_value FROM one_time_records LIMIT 1)");
        forger.commit();
    }
    const bool mine = at.data.one_time.take("mine", at.now()).has_value();
    const bool yours = at.data.one_time.take("yours", at.now()).has_value();
    CHECK(mine != yours);
}
