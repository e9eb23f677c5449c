#include "core/retry.hpp"

#include <algorithm>

namespace wecom {
namespace {

using namespace std::chrono_literals;

constexpr int most_repeats = 2;
constexpr std::chrono::milliseconds longest_pause = 1s;

// Trying again cannot help: time is over, or somebody has to mend a certificate or a name first.
bool is_final(errc code) {
    return code == errc::deadline || code == errc::cancelled || code == errc::shutdown || code == errc::breaker ||
           code == errc::tls_cert || code == errc::tls_host || code == errc::tls_proto || code == errc::dns;
}

// -1: WeCom has not looked at the request, and asks for up to three more.
bool says_busy(const error& why) { return why.code == errc::busy && why.upstream_code == -1; }

bool is_server_error(const error& why) { return why.code == errc::http_status && why.answered_status >= 500; }

// Too many requests, but only just.
bool says_soon(const error& why) {
    return why.answered_status == 429 && why.retry_after > 0ms && why.retry_after <= longest_pause;
}

}  // namespace

std::chrono::milliseconds jittered_pause(int failures, std::uint32_t random) {
    const auto longest = std::min<std::chrono::milliseconds>(50ms * (1 << std::min(failures - 1, 10)), longest_pause);
    return std::chrono::milliseconds{random % (longest.count() + 1)};
}

bool says_overloaded(const error& why) { return says_busy(why) || is_server_error(why) || why.code == errc::rate; }

std::optional<std::chrono::milliseconds> retry_story::after(failed_attempt attempt, std::uint32_t random) {
    if (failures_++ > 0) code_at_risk_ |= last_.how_far != reach::not_sent;
    last_ = std::move(attempt);
    if (!may_repeat()) return std::nullopt;
    if (says_soon(last_.why)) return last_.why.retry_after;
    if (last_.how_far != reach::kept_unanswered) return jittered_pause(failures_, random);
    repeated_kept_ = true;
    return 0ms;
}

bool retry_story::may_repeat() const {
    if (failures_ > most_repeats || is_final(last_.why.code)) return false;
    const bool spends_code = call_ == api_call::getuserinfo;
    switch (last_.how_far) {
        case reach::not_sent: return true;
        case reach::kept_unanswered: return !spends_code || !repeated_kept_;
        case reach::lost: return !spends_code;
        case reach::answered:
            return says_busy(last_.why) || (!spends_code && (is_server_error(last_.why) || says_soon(last_.why)));
    }
    return false;
}

error retry_story::failure() const {
    error out = last_.why;
    out.code_unsent = last_.how_far == reach::not_sent && !code_at_risk_;
    if (call_ != api_call::getuserinfo || out.code == errc::deadline) return out;
    const bool lost = last_.how_far == reach::lost || last_.how_far == reach::kept_unanswered ||
                      (last_.how_far == reach::not_sent && repeated_kept_);
    if (!lost && !(code_at_risk_ && out.code == errc::code_invalid)) return out;
    out.code = errc::ambiguous;
    out.detail += " (WeCom may have used the code already: the login has to start again)";
    return out;
}

}  // namespace wecom
