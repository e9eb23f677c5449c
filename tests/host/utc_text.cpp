#include "utc_text.hpp"

#include "support/catch.hpp"

using namespace host;

TEST_CASE("a time is written in UTC", "[utc_text]") {
    const wall_time when{std::chrono::milliseconds{1'800'000'000'999}};
    CHECK(utc_text(when, "%F %T UTC") == "2027-01-15 08:00:00 UTC");
    CHECK(utc_text(wall_time{}, "%a, %d %b %Y %T GMT") == "Thu, 01 Jan 1970 00:00:00 GMT");
}
