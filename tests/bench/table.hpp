#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace bench {

// A bar for a figure. One on a count fails the program; one on a time is only printed, since the machine has a say in
// it.
struct gate {
    enum class relation { at_most, at_least, exactly } how;
    double limit;
    bool on_count = false;

    bool passed(double figure) const;
    std::string text() const;
};
inline gate at_most(double limit) { return {gate::relation::at_most, limit}; }
inline gate at_least(double limit) { return {gate::relation::at_least, limit}; }
inline gate count_at_most(double limit) { return {gate::relation::at_most, limit, true}; }
inline gate count_of(double exact) { return {gate::relation::exactly, exact, true}; }

struct figure {
    double value;
    std::string_view unit = {};
    std::string spread = {};
};

// 1,234,567 or 12.3 or 0.123
std::string number(double value);

// Prints a line for each measure as soon as it is known: id, what, figure with unit, gate, `pass` or `miss`.
class table {
public:
    void line(std::string_view id, std::string_view what, const figure& measured, const gate& bar);
    // Worth knowing, without a bar.
    void remark(std::string_view text);
    // A measure that could not be made is a miss of a count: nobody knows what it would have been.
    void impossible(std::string_view id, std::string_view why);

    int gates() const { return gates_; }
    int missed_counts() const { return missed_counts_; }
    int missed_times() const { return missed_times_; }

private:
    int gates_ = 0, missed_counts_ = 0, missed_times_ = 0;
};

}  // namespace bench
