#include "core/http_date.hpp"

#include "support/catch.hpp"

using namespace wecom;

namespace {

// Seconds since 1970, or nothing.
std::optional<std::int64_t> seconds(std::string_view text) {
    const auto date = parse_http_date(text);
    return date ? std::optional<std::int64_t>{date->time_since_epoch().count()} : std::nullopt;
}

}  // namespace

TEST_CASE("the date of an answer is read in the one form that servers send", "[http_date]") {
    CHECK(seconds("Sun, 06 Nov 1994 08:49:37 GMT") == 784'111'777);
    CHECK(seconds("Thu, 01 Jan 1970 00:00:00 GMT") == 0);
    CHECK(seconds("Sat, 29 Feb 2020 23:59:60 GMT") == 1'583'020'800);
}

TEST_CASE("what is no date of an answer is none", "[http_date]") {
    for (const auto* text :
         {"", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994", "Sun, 06 Nov 1994 08:49:37 CET",
          "Sun, 06 Nov 1994 08:49:37 GMT ", "Sun, 31 Nov 1994 08:49:37 GMT", "Sun, 06 ovD 1994 08:49:37 GMT",
          "Sun, 06 Nov 1994 24:00:00 GMT", "Sun, 06 Nov 1994 08:60:00 GMT", "Sun, 06 Nov 1994 08:49:61 GMT",
          "Sun, 06 Nov 1994 08:49:-1 GMT", "Sun, 29 Feb 2021 08:49:37 GMT", "Sun, 00 Nov 1994 08:49:37 GMT"}) {
        CAPTURE(text);
        CHECK_FALSE(seconds(text));
    }
}
