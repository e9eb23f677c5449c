#include "spent_claims.hpp"

namespace chaos {
namespace {

constexpr std::uint64_t future_ms = 60'000;
constexpr std::size_t most = 20'000;

}  // namespace

bool is_current(const claim& what, std::uint64_t now_ms) {
    return what.issued_ms <= now_ms + future_ms && now_ms <= what.issued_ms + lifetime_ms;
}

spent_claims::use spent_claims::remember(const claim& what, std::uint64_t now_ms) {
    const std::lock_guard lock{mutex_};
    if (const auto found = used_.find(what.nonce); found != used_.end())
        return now_ms - found->second.used_ms < repeat_ms ? use::repeated : use::too_late;
    if (!is_current(what, now_ms)) return use::expired;
    if (used_.size() >= most)
        std::erase_if(used_, [&](const auto& one) { return now_ms > one.second.issued_ms + lifetime_ms; });
    if (used_.size() >= most) return use::no_room;
    used_.emplace(what.nonce, moment{what.issued_ms, now_ms});
    return use::first;
}

}  // namespace chaos
