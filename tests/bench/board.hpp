#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <string>

namespace bench {

enum : std::uint32_t { call_gettoken = 1, call_getuserinfo = 2 };

// Memory that all processes of a run share: the server and the relay write down what they see, and the measures tell
// them what to do. Everything counts up from the start of the run; who measures takes differences.
struct board {
    std::atomic<std::uint64_t> connections, handshakes, resumed_handshakes;
    std::atomic<std::int64_t> open_connections, most_open_connections;
    std::atomic<std::uint64_t> gettoken, getuserinfo, user_get;

    std::atomic<std::uint32_t> valid_token;  // its number: the server refuses every other
    std::atomic<std::uint32_t> held_calls;   // call_*: they are counted and get no answer
    std::atomic<std::int64_t> holding;       // calls that wait for their answer just now

    // When the last token was sent, and when the people asked since then arrived; nanoseconds of the monotonic clock.
    std::atomic<std::int64_t> token_sent;
    std::array<std::atomic<std::int64_t>, 1024> asked;
    std::atomic<std::uint32_t> asked_count;

    std::atomic<std::uint64_t> relayed_connections, round_trips;  // TCP's own among them
};
static_assert(std::atomic<std::uint64_t>::is_always_lock_free);

// As long as WeCom's.
inline std::string token_text(std::uint32_t number) {
    auto out = "bench-" + std::to_string(number) + "-";
    out.resize(214, 'T');
    return out;
}

inline std::int64_t monotonic_ns() {
    return std::chrono::nanoseconds{std::chrono::steady_clock::now().time_since_epoch()}.count();
}

}  // namespace bench
