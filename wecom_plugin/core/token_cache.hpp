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

// The decisions about the one token of an app: pure, with the time as an argument.
class token_cache {
public:
    using time_point = std::chrono::steady_clock::time_point;

    enum class state {
        usable,
        refresh_due,  // fetch a new one; this one still serves meanwhile
        failing,      // the last fetch failed for a reason that will last a while: do not ask again yet
        absent
    };
    state peek(time_point now) const;

    // In state usable or refresh_due.
    const issued_token& token() const { return token_; }
    // In state failing.
    const error& failure() const { return *failure_; }

    void store(app_token fresh, time_point now);

    // Remembers a failed fetch if asking again soon is useless or unwelcome: a wrong secret, a rate limit.
    void fail(const error& why, time_point now);

    // Drops the token if it is the one that was refused; a newer one stays.
    void invalidate(std::uint64_t generation);

private:
    issued_token token_;
    time_point refresh_at_{}, expires_at_{};
    std::optional<error> failure_;
    time_point failing_until_{};
};

}  // namespace wecom
