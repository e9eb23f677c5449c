#include "core/token_cache.hpp"

namespace wecom {
namespace {

using namespace std::chrono_literals;

// WeCom's answers that an administrator has to end. Asked on every login they would get this address banned.
constexpr auto credential_pause = 30s;
// WeCom blocks a caller for a minute who exceeds the limit of calls.
constexpr auto rate_pause = 60s;

std::chrono::seconds pause_after(errc code) {
    if (code == errc::credential || code == errc::ip_not_trusted) return credential_pause;
    return code == errc::rate ? rate_pause : 0s;
}

}  // namespace

token_cache::state token_cache::peek(time_point now) const {
    const bool alive = token_.value && now < expires_at_;
    if (alive && now < refresh_at_) return state::usable;
    if (failure_ && now < failing_until_) return alive ? state::usable : state::failing;
    return alive ? state::refresh_due : state::absent;
}

void token_cache::store(app_token fresh, time_point now) {
    token_ = {std::make_shared<const secret>(std::move(fresh.value)), token_.generation + 1};
    expires_at_ = now + fresh.lifetime;
    refresh_at_ = now + fresh.lifetime * 9 / 10;
    failure_.reset();
}

void token_cache::fail(const error& why, time_point now) {
    if (pause_after(why.code) == 0s) return;
    failure_ = why;
    failing_until_ = now + pause_after(why.code);
}

void token_cache::invalidate(std::uint64_t generation) {
    if (token_.generation == generation) token_.value.reset();
}

}  // namespace wecom
