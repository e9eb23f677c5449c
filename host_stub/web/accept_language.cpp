#include "web/accept_language.hpp"

#include <boost/algorithm/string/predicate.hpp>

#include <cstdlib>
#include <string>

namespace host {
namespace {

// "zh" and "zh-TW" are of the language zh, "zhx" is not.
bool is_of(std::string_view range, std::string_view primary) {
    return boost::algorithm::istarts_with(range, primary) &&
           (range.size() == primary.size() || range[primary.size()] == '-');
}

// The weight of one range in thousandths. "q=0.8" is read without strtod, whose decimal point follows the locale.
int weight_of(std::string_view parameters) {
    const auto q = parameters.find("q=");
    if (q == std::string_view::npos) return 1000;
    auto digits = std::string{parameters.substr(q + 2, 5)};
    if (digits.empty() || (digits[0] != '0' && digits[0] != '1')) return 0;
    if (digits[0] == '1' || digits.size() < 3) return digits[0] == '1' ? 1000 : 0;
    digits = digits.substr(2).append("00").substr(0, 3);
    return std::atoi(digits.c_str());
}

}  // namespace

language preferred_language(std::string_view accept_language) {
    auto best = language::english;
    int best_weight = 0;
    while (!accept_language.empty()) {
        const auto end = accept_language.find(',');
        auto item = accept_language.substr(0, end);
        accept_language.remove_prefix(end == std::string_view::npos ? accept_language.size() : end + 1);
        item.remove_prefix(std::min(item.size(), item.find_first_not_of(" \t")));
        const auto range = item.substr(0, item.find_first_of("; \t"));
        const int weight = weight_of(item.substr(range.size()));
        if (weight <= best_weight || (!is_of(range, "zh") && !is_of(range, "en"))) continue;
        best = is_of(range, "zh") ? language::chinese : language::english;
        best_weight = weight;
    }
    return best;
}

std::string_view language_tag(language of) { return of == language::chinese ? "zh-CN" : "en"; }

}  // namespace host
