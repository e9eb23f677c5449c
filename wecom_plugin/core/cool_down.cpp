#include "core/cool_down.hpp"

namespace wecom {
namespace {

using namespace std::chrono_literals;

std::chrono::milliseconds pause_after(const error& why) {
    if (why.code == errc::token_refused) return 60s;
    return why.code == errc::rate ? why.retry_after : 0ms;
}

}  // namespace

std::optional<error> cool_down::refuse(api_call which, time_point now) const {
    const auto& known = pauses_[static_cast<std::size_t>(which)];
    if (!known || now >= known->until) return std::nullopt;
    auto out = known->why;
    out.retry_after = std::chrono::ceil<std::chrono::milliseconds>(known->until - now);
    return out;
}

void cool_down::note(api_call which, const error& why, time_point now) {
    const auto length = pause_after(why);
    if (length > 0ms) pauses_[static_cast<std::size_t>(which)] = {why, now + length};
}

}  // namespace wecom
