#pragma once

#include "core/wecom_errcode.hpp"

#include <chrono>
#include <cstdint>
#include <optional>

namespace wecom {

// How far a request got before it failed. A code is good for one request, so this decides whether it may be repeated.
enum class reach {
    not_sent,         // nothing that the server could read was written
    kept_unanswered,  // on a kept connection, which ended without a byte of an answer: it was probably closed before
    lost,             // written, and the answer did not arrive whole
    answered          // a complete answer, which is an error
};

struct failed_attempt {
    error why;
    reach how_far = reach::not_sent;
};

// How long to wait after so many failures in a row. Full jitter: anything up to 50 ms, 100 ms, ... 1 s.
std::chrono::milliseconds jittered_pause(int failures, std::uint32_t random);

// An answer by which a server says that it cannot work now, which is as bad as none.
bool says_overloaded(const error& why);

// Decides about one call of the API, from its first attempt to its end.
//   gettoken, user/get, getuserdetail   repeated at most twice after a failure of the network, HTTP 5xx, "busy", or 429
//                                       that says when
//   getuserinfo                         the same if nothing was sent or after "busy"; once if a kept connection died
// An answer that was lost after the code may have been read, and a code that is found used by a repeat, are ambiguous.
class retry_story {
public:
    explicit retry_story(api_call call) : call_{call} {}

    // The pause before the next attempt, or nothing: this was the last. `random` spreads the pauses of many.
    std::optional<std::chrono::milliseconds> after(failed_attempt attempt, std::uint32_t random);

    // How the call ends, if no attempt follows the last failed one.
    error failure() const;

private:
    bool may_repeat() const;

    api_call call_;
    failed_attempt last_;
    int failures_ = 0;
    bool code_at_risk_ = false;  // an attempt before the last one may have spent the code
    bool repeated_kept_ = false;
};

}  // namespace wecom
