#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <string>
#include <vector>

namespace bench {

// What one competitor did in one round.
struct speed {
    double per_second = 0, cpu_us = 0;  // of this process, for one login
    double p50_us = 0, p99_us = 0;      // where each login was timed
};

// A stopwatch of time and of this process's CPU.
class stopwatch {
public:
    stopwatch();
    double seconds() const;
    speed of(std::size_t logins) const;

private:
    std::chrono::steady_clock::time_point began_;
    double cpu_began_;
};

// One after the other, each timed.
speed time_each(std::size_t logins, const std::function<void(std::size_t)>& log_in);

double percentile(std::vector<double> values, double which);

// The competitors in turn, forwards in one round and backwards in the next (ABBA), so that whatever the machine does
// meanwhile it does to all of them. The first round is thrown away. Indexed by competitor, then by round.
constexpr int counted_rounds = 8;
std::vector<std::vector<speed>> compete(const std::vector<std::function<speed()>>& competitors);

struct spread {
    double median, least, most;
    std::string text() const;  // "(least-most)"
};
spread over(std::vector<double> values);
spread figures(const std::vector<speed>& one, double speed::*figure);
// Of the figures of each round, so that a slow phase of the machine cancels.
spread ratio(const std::vector<speed>& one, const std::vector<speed>& other, double speed::*figure);

}  // namespace bench
