#include "bench/rounds.hpp"

#include <sys/resource.h>

#include <algorithm>
#include <cstdio>
#include <stdexcept>

namespace bench {
namespace {

double cpu_seconds() {
    rusage used{};
    ::getrusage(RUSAGE_SELF, &used);
    const auto seconds = [](const timeval& of) {
        return static_cast<double>(of.tv_sec) + static_cast<double>(of.tv_usec) / 1e6;
    };
    return seconds(used.ru_utime) + seconds(used.ru_stime);
}

}  // namespace

stopwatch::stopwatch() : began_{std::chrono::steady_clock::now()}, cpu_began_{cpu_seconds()} {}

double stopwatch::seconds() const {
    return std::chrono::duration<double>{std::chrono::steady_clock::now() - began_}.count();
}

speed stopwatch::of(std::size_t logins) const {
    const auto count = static_cast<double>(logins);
    return {.per_second = count / seconds(), .cpu_us = (cpu_seconds() - cpu_began_) * 1e6 / count};
}

speed time_each(std::size_t logins, const std::function<void(std::size_t)>& log_in) {
    std::vector<double> took;
    took.reserve(logins);
    const stopwatch all;
    for (std::size_t i = 0; i < logins; ++i) {
        const stopwatch one;
        log_in(i);
        took.push_back(one.seconds() * 1e6);
    }
    auto out = all.of(logins);
    out.p50_us = percentile(took, 0.5);
    out.p99_us = percentile(std::move(took), 0.99);
    return out;
}

double percentile(std::vector<double> values, double which) {
    if (values.empty()) throw std::logic_error{"a percentile of nothing"};
    const auto at = static_cast<std::size_t>(which * static_cast<double>(values.size() - 1) + 0.5);
    std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(at), values.end());
    return values[at];
}

std::vector<std::vector<speed>> compete(const std::vector<std::function<speed()>>& competitors) {
    std::vector<std::vector<speed>> out(competitors.size());
    for (int round = 0; round <= counted_rounds; ++round)
        for (std::size_t i = 0; i < competitors.size(); ++i) {
            const auto whose = round % 2 == 0 ? i : competitors.size() - 1 - i;
            const auto result = competitors[whose]();
            if (round > 0) out[whose].push_back(result);
        }
    return out;
}

std::string spread::text() const {
    char text[64];
    std::snprintf(text, sizeof text, "(%.3g..%.3g)", least, most);
    return text;
}

spread over(std::vector<double> values) {
    const auto [least, most] = std::minmax_element(values.begin(), values.end());
    return {percentile(values, 0.5), *least, *most};
}

spread figures(const std::vector<speed>& one, double speed::*figure) {
    std::vector<double> values;
    for (const auto& round : one)
        values.push_back(round.*figure);
    return over(std::move(values));
}

spread ratio(const std::vector<speed>& one, const std::vector<speed>& other, double speed::*figure) {
    std::vector<double> values;
    for (std::size_t i = 0; i < one.size(); ++i)
        values.push_back(one[i].*figure / (other[i].*figure));
    return over(std::move(values));
}

}  // namespace bench
