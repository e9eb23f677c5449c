#include "core/token_cache.hpp"

#include "core/retry.hpp"

#include <algorithm>

namespace wecom {
namespace {

using namespace std::chrono_literals;

// WeCom's answers that an administrator has to end. Asked on every login they would get this address banned.
constexpr auto credential_pause = 30s;

std::chrono::milliseconds lasting_pause(const error& why) {
    if (why.code == errc::credential || why.code == errc::ip_not_trusted) return credential_pause;
    return why.code == errc::rate ? why.retry_after : 0ms;
}

std::chrono::seconds pause_after_refusals(int count) {
    return std::min<std::chrono::seconds>(5s * (1 << std::min(count - 2, 10)), 60s);
}

error no_good_token(int upstream_code) {
    return {.code = errc::token_refused,
            .detail =
                "WeCom refuses every access token that it has just given out. Nothing to do if it passes; if it "
                "lasts, check that api_base leads to WeCom itself, and reset the Secret of the app. | "
                "企业微信拒绝了刚刚下发的 access_token；若持续出现，请检查 api_base 并重置应用 Secret。",
            .upstream_code = upstream_code};
}

}  // namespace

token_cache::state token_cache::peek(time_point now) const {
    const bool alive = token_.value && now < expires_at_;
    if (alive && now < refresh_at_) return state::usable;
    if (failure_ && now < failing_until_) return alive ? state::usable : state::failing;
    return alive ? state::refresh_due : state::absent;
}

error token_cache::failure(time_point now) const {
    auto out = *failure_;
    out.retry_after = std::chrono::ceil<std::chrono::milliseconds>(failing_until_ - now);
    return out;
}

void token_cache::store(app_token fresh, time_point now, std::uint32_t random) {
    token_ = {std::make_shared<const secret>(std::move(fresh.value)), token_.generation + 1};
    expires_at_ = now + fresh.lifetime;
    refresh_at_ = now + std::chrono::milliseconds{fresh.lifetime} * (850 + random % 101) / 1000;
    failure_.reset();
    failures_ = 0;
}

void token_cache::fail(const error& why, time_point now, std::uint32_t random) {
    if (const auto pause = lasting_pause(why); pause > 0ms) {
        failure_ = why;
        failing_until_ = now + pause;
        return;
    }
    const auto next = now + jittered_pause(++failures_, random);
    refresh_at_ = std::max(refresh_at_, next);
    if (why.code == errc::busy || why.code == errc::rate) fetch_from_ = next;
}

bool token_cache::knows(const secret& value) const {
    return (token_.value && *token_.value == value) || (refused_ && *refused_ == value);
}

void token_cache::confirm(std::uint64_t generation) {
    if (token_.generation == generation) refusals_ = 0;
}

void token_cache::refuse(std::uint64_t generation, const error& why, time_point now) {
    if (token_.generation != generation || !token_.value) return;
    refused_ = std::move(token_.value);
    if (++refusals_ < 2) return;
    failure_ = no_good_token(why.upstream_code);
    failing_until_ = now + pause_after_refusals(refusals_);
}

}  // namespace wecom
