#include "core/breaker.hpp"

namespace wecom {
namespace {

using namespace std::chrono_literals;

constexpr std::uint32_t fewest_samples = 20;
constexpr auto pause = 5s;

std::int64_t second_of(breaker::time_point now) {
    return std::chrono::floor<std::chrono::seconds>(now.time_since_epoch()).count();
}

}  // namespace

std::optional<std::chrono::milliseconds> breaker::refuse(time_point now) {
    if (!next_try_) return std::nullopt;
    if (now < *next_try_) return std::chrono::ceil<std::chrono::milliseconds>(*next_try_ - now);
    // Counted from the beginning of a try: one that hangs does not hold up the next.
    next_try_ = now + pause;
    tried_ = true;
    return std::nullopt;
}

void breaker::record(bool answered, time_point now) {
    if (next_try_) {
        if (answered && tried_) *this = {};
        return;
    }
    const auto at = second_of(now);
    auto& current = window_[static_cast<std::size_t>(at) % window_.size()];
    if (current.at != at) current = {.at = at};
    ++current.ended;
    if (answered) return;
    ++current.unanswered;
    if (is_down(at)) next_try_ = now + pause;
}

bool breaker::is_down(std::int64_t at) const {
    std::uint32_t ended = 0, unanswered = 0;
    for (const auto& one : window_) {
        if (one.at <= at - static_cast<std::int64_t>(window_.size())) continue;
        ended += one.ended;
        unanswered += one.unanswered;
    }
    return ended >= fewest_samples && unanswered * 2 >= ended;
}

}  // namespace wecom
