#include "core/http_date.hpp"

#include <charconv>

namespace wecom {
namespace {

constexpr std::string_view shape = "???, 00 ??? 0000 00:00:00 GMT";
constexpr std::string_view months = "JanFebMarAprMayJunJulAugSepOctNovDec";

bool has_shape(std::string_view text) {
    if (text.size() != shape.size()) return false;
    for (std::size_t i = 0; i < shape.size(); ++i) {
        const bool fits = shape[i] == '0' ? text[i] >= '0' && text[i] <= '9' : shape[i] == '?' || shape[i] == text[i];
        if (!fits) return false;
    }
    return true;
}

int number_in(std::string_view digits) {
    int out = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), out);
    return out;
}

}  // namespace

std::optional<std::chrono::sys_seconds> parse_http_date(std::string_view text) {
    using namespace std::chrono;
    if (!has_shape(text)) return std::nullopt;
    const auto month_at = months.find(text.substr(8, 3));
    if (month_at == months.npos || month_at % 3 != 0) return std::nullopt;
    const year_month_day day{year{number_in(text.substr(12, 4))}, month{static_cast<unsigned>(month_at / 3 + 1)},
                             std::chrono::day{static_cast<unsigned>(number_in(text.substr(5, 2)))}};
    const int h = number_in(text.substr(17, 2)), m = number_in(text.substr(20, 2)), s = number_in(text.substr(23, 2));
    if (!day.ok() || h > 23 || m > 59 || s > 60) return std::nullopt;
    return sys_days{day} + hours{h} + minutes{m} + seconds{s};
}

}  // namespace wecom
