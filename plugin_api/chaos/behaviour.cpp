#include "behaviour.hpp"

#include <algorithm>
#include <array>

namespace chaos {
namespace {

// In the order of the enumeration.
constexpr std::array<std::string_view, 28> names{"mild",
                                                 "slow_resolve",
                                                 "late_resolve",
                                                 "slow_destroy",
                                                 "create_errors",
                                                 "authorize_errors",
                                                 "callback_errors",
                                                 "resolve_errors",
                                                 "ticket_errors",
                                                 "hostile_texts",
                                                 "lookalikes",
                                                 "verdicts",
                                                 "partial_account",
                                                 "large_account",
                                                 "large_authorize",
                                                 "later_minor",
                                                 "shared_allocation",
                                                 "nothing_owned",
                                                 "early_completion",
                                                 "deaf_to_cancel",
                                                 "finished_before_cancel",
                                                 "many_records",
                                                 "busy_store",
                                                 "odd_options",
                                                 "no_options",
                                                 "odd_routes",
                                                 "self_test_fails",
                                                 "random"};
static_assert(names.size() == static_cast<std::size_t>(behaviour::random) + 1);

// SplitMix64: neighbouring seeds and turns have nothing in common.
std::uint64_t mixed(std::uint64_t value) {
    value += 0x9E3779B97F4A7C15u;
    value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9u;
    value = (value ^ (value >> 27)) * 0x94D049BB133111EBu;
    return value ^ (value >> 31);
}

}  // namespace

std::optional<behaviour> behaviour_named(std::string_view name) {
    const auto at = std::find(names.begin(), names.end(), name);
    if (at == names.end()) return std::nullopt;
    return static_cast<behaviour>(at - names.begin());
}

behaviour drawn(std::uint64_t seed, std::uint64_t turn) {
    return static_cast<behaviour>(1 + mixed(mixed(seed) + turn) % (names.size() - 2));
}

}  // namespace chaos
