#include "bench/table.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace bench {
std::string number(double value) {
    char digits[64];
    if (std::abs(value) < 100 && value != std::floor(value)) {
        std::snprintf(digits, sizeof digits, "%.3g", value);
        return digits;
    }
    std::snprintf(digits, sizeof digits, "%.0f", value);
    std::string out{digits};
    for (auto at = static_cast<int>(out.size()) - 3; at > (value < 0 ? 1 : 0); at -= 3)
        out.insert(static_cast<std::size_t>(at), 1, ',');
    return out;
}

bool gate::passed(double figure) const {
    switch (how) {
        case relation::at_most: return figure <= limit;
        case relation::at_least: return figure >= limit;
        case relation::exactly: return figure == limit;
    }
    return false;
}

std::string gate::text() const {
    const char* const sign = how == relation::at_most ? "<= " : how == relation::at_least ? ">= " : "== ";
    return sign + number(limit);
}

void table::line(std::string_view id, std::string_view what, const figure& measured, const gate& bar) {
    const bool passed = bar.passed(measured.value);
    ++gates_;
    if (!passed) ++(bar.on_count ? missed_counts_ : missed_times_);
    auto value = number(measured.value);
    if (!measured.unit.empty()) value += ' ' + std::string{measured.unit};
    if (!measured.spread.empty()) value += ' ' + measured.spread;
    std::printf("%-4.*s %-78.*s %-26s %-12s %s\n", static_cast<int>(id.size()), id.data(),
                static_cast<int>(what.size()), what.data(), value.c_str(), bar.text().c_str(),
                passed ? "pass" : "miss");
    std::fflush(stdout);
}

void table::remark(std::string_view text) {
    std::printf("     %.*s\n", static_cast<int>(text.size()), text.data());
    std::fflush(stdout);
}

void table::impossible(std::string_view id, std::string_view why) {
    ++gates_;
    ++missed_counts_;
    std::string text{why};
    std::replace(text.begin(), text.end(), '\n', ' ');
    std::printf("%-4.*s cannot be measured: %s  miss\n", static_cast<int>(id.size()), id.data(), text.c_str());
    std::fflush(stdout);
}

}  // namespace bench
