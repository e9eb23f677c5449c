#pragma once

#include "core/error.hpp"
#include "core/wecom_api.hpp"

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>

namespace wecom {

// A token as a login uses it. The generation tells a refused token from the one that has replaced it meanwhile.
struct issued_token {
    std::shared_ptr<const secret> value;
    std::uint64_t generation = 0;
};

// The decisions about the one token of an app: pure, with time and randomness as arguments. The time may stand still
// while the machine sleeps: a token that died meanwhile is found out by its refusal, and replaced at the cost of one
// call.
class token_cache {
public:
    using time_point = std::chrono::steady_clock::time_point;

    enum class state {
        usable,
        refresh_due,  // fetch a new one; this one still serves meanwhile
        failing,      // there is none, for a reason that will last a while: do not ask again yet
        absent
    };
    state peek(time_point now) const;

    // In state usable or refresh_due.
    const issued_token& token() const { return token_; }
    // In state failing.
    error failure(time_point now) const;
    // In state absent: a fetch waits until then. In the past, unless WeCom was busy just now.
    time_point fetch_from() const { return fetch_from_; }

    // `random` spreads the refreshes of many: nine tenths of a token's life, give or take a twentieth of it.
    void store(app_token fresh, time_point now, std::uint32_t random);

    // Remembers a failed fetch if asking again soon is useless or unwelcome: a wrong secret, a rate limit. After any
    // other the next refresh of a token that still lives has time.
    void fail(const error& why, time_point now, std::uint32_t random);

    // It is the token at hand, or the last one that was refused: no news if another process names it.
    bool knows(const secret& value) const;

    // WeCom took this token. After that the first refusal is no surprise: tokens die.
    void confirm(std::uint64_t generation);

    // Drops the token if it is the one that was refused; a newer one stays. If its predecessor was refused too, and
    // neither was ever taken, WeCom has none that is good: fetching stops for 5 s, then 10 s, ... a minute.
    void refuse(std::uint64_t generation, const error& why, time_point now);

private:
    issued_token token_;
    std::shared_ptr<const secret> refused_;
    time_point refresh_at_{}, expires_at_{}, fetch_from_{};
    std::optional<error> failure_;
    time_point failing_until_{};
    int failures_ = 0;  // of fetches
    int refusals_ = 0;  // of tokens, since one was taken
};

}  // namespace wecom
