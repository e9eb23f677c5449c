#include "core/http_date.hpp"

#include "fuzz/target.hpp"

#include <array>
#include <cstdio>

using namespace wecom;
using fuzz::holds;

FUZZ_TARGET(http_date) {
    using namespace std::chrono;
    const auto date = parse_http_date(input);
    if (!date) return;
    const auto midnight = floor<days>(*date);
    const year_month_day day{midnight};
    const hh_mm_ss time{*date - midnight};
    constexpr std::string_view months = "JanFebMarAprMayJunJulAugSepOctNovDec";
    const auto month = months.substr(3 * (unsigned{day.month()} - 1), 3);
    std::array<char, 64> text{};
    std::snprintf(text.data(), text.size(), ", %02u %.3s %04d %02d:%02d:%02d GMT", unsigned{day.day()}, month.data(),
                  int{day.year()}, int(time.hours().count()), int(time.minutes().count()), int(time.seconds().count()));
    // A leap second is the first second of the next minute, and the weekday is passed over.
    const bool is_leap_second = input.substr(23, 2) == "60";
    holds(is_leap_second || input.substr(3) == text.data(), "a date that is written again is the same");
}
