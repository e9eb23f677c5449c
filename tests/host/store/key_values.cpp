#include "store/key_values.hpp"

#include "store/opened_store.hpp"
#include "support/catch.hpp"

#include <stdexcept>

using namespace host;
using namespace std::chrono_literals;

TEST_CASE("a value is there until its time is over", "[store][key_values]") {
    opened_store at;
    const std::string bytes("a\0b\xff", 4);
    CHECK_FALSE(at.data.key_values.get("token"));
    at.data.key_values.put("token", bytes, 1000ms);
    CHECK(at.data.key_values.get("token") == bytes);
    at.data.key_values.put("token", "", 2000ms);
    CHECK(at.data.key_values.get("token") == "");
    at.world.pass(2s);
    CHECK_FALSE(at.data.key_values.get("token"));
    CHECK(at.data.key_values.forget_expired() == 1);
    CHECK(at.data.key_values.forget_expired() == 0);
}

TEST_CASE("what is there is not put again before its time is over", "[store][key_values]") {
    opened_store at;
    CHECK(at.data.key_values.put_if_absent("used:1", "a", 5s));
    CHECK_FALSE(at.data.key_values.put_if_absent("used:1", "b", 5s));
    CHECK(at.data.key_values.get("used:1") == "a");
    at.world.pass(5s);
    CHECK(at.data.key_values.put_if_absent("used:1", "c", 5s));
    CHECK(at.data.key_values.get("used:1") == "c");
}

TEST_CASE("of many threads that put one key at once, one does", "[store][key_values]") {
    opened_store at;
    std::atomic<int> put{0};
    at_once(32, [&](std::size_t i) { put += at.data.key_values.put_if_absent("used:1", std::to_string(i), 5s); });
    CHECK(put == 1);
}

TEST_CASE("keys and values have their limits", "[store][key_values]") {
    opened_store at;
    auto& values = at.data.key_values;
    const std::string longest_key(128, 'k'), largest_value(65536, 'v');
    values.put(longest_key, largest_value, 5s);
    CHECK(values.get(longest_key) == largest_value);
    CHECK_NOTHROW(values.put("aZ09._:/-", "", 5s));
    CHECK_THROWS_AS(values.put(longest_key + "k", "", 5s), std::invalid_argument);
    CHECK_THROWS_AS(values.put_if_absent("", "", 5s), std::invalid_argument);
    CHECK_THROWS_AS(values.get("a b"), std::invalid_argument);
    CHECK_THROWS_AS(values.put("k", largest_value + "v", 5s), std::invalid_argument);
}
