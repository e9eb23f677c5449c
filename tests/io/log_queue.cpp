#include "io/log_queue.hpp"

#include "support/catch.hpp"

using namespace wecom;
using namespace std::chrono_literals;

TEST_CASE("log lines come out once, in order, with the time they were written", "[log_queue]") {
    constexpr time_point noon{12h};
    log_queue log;
    log.write(log_level::info, "first", noon);
    log.write(log_level::warning, "second", noon + 1s);
    const auto lines = log.take(noon + 1h);
    REQUIRE(lines.size() == 2);
    CHECK(lines[0].text == "first");
    CHECK(lines[0].when == noon);
    CHECK(lines[1].text == "second");
    CHECK(lines[1].level == log_level::warning);
    CHECK(log.take(noon + 1h).empty());
}

TEST_CASE("a queue that nobody empties keeps the first 256 lines and counts the others", "[log_queue]") {
    log_queue log;
    for (int i = 0; i < 300; ++i)
        log.write(log_level::debug, std::to_string(i), {});
    const auto lines = log.take(time_point{1h});
    REQUIRE(lines.size() == 257);
    CHECK(lines[255].text == "255");
    CHECK(lines[256].text == "44 log records were dropped");
    CHECK(lines[256].when == time_point{1h});

    log.write(log_level::debug, "after", {});
    CHECK(log.take({}).size() == 1);
}
