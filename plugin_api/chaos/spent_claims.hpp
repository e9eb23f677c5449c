#pragma once

#include "sealed_claim.hpp"

#include <map>
#include <mutex>

namespace chaos {

inline constexpr std::uint64_t lifetime_ms = 600'000, repeat_ms = 60'000;

// Nodes have clocks of their own, so a claim may come from the near future.
bool is_current(const claim& what, std::uint64_t now_ms);

// Which claims this process has seen used, for as long as they can come back. Any thread.
class spent_claims {
public:
    enum class use { first, repeated, too_late, expired, no_room };

    use remember(const claim& what, std::uint64_t now_ms);

private:
    struct moment {
        std::uint64_t issued_ms, used_ms;
    };
    std::mutex mutex_;
    std::map<std::array<unsigned char, 18>, moment> used_;
};

}  // namespace chaos
