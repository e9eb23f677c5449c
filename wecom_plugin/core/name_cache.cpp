#include "core/name_cache.hpp"

namespace wecom {
namespace {

using namespace std::chrono_literals;

constexpr auto found_lasts = 60s;
constexpr auto failure_lasts = 1s;
// TLS proves who answers at an address: an old one can be of no use, but of no harm either.
constexpr auto stale_serves = 10min;

}  // namespace

std::optional<result<address_list>> name_cache::peek(const std::string& host, time_point now) const {
    const auto known = entries_.find(host);
    if (known == entries_.end() || now >= known->second.ask_again) return std::nullopt;
    if (auto found = last_known(host, now)) return *std::move(found);
    if (known->second.failure) return *known->second.failure;
    return std::nullopt;
}

result<address_list> name_cache::learn(const std::string& host, result<address_list> answer, time_point now) {
    std::erase_if(entries_, [now](const auto& known) {
        return now - known.second.found_at >= stale_serves && now >= known.second.ask_again;
    });
    auto& about = entries_[host];
    if (answer)
        about = {.found = *answer, .found_at = now, .ask_again = now + found_lasts};
    else {
        about.failure = answer.error();
        about.ask_again = now + failure_lasts;
        if (auto found = last_known(host, now)) return *std::move(found);
    }
    return answer;
}

std::optional<address_list> name_cache::last_known(const std::string& host, time_point now) const {
    const auto known = entries_.find(host);
    if (known == entries_.end() || known->second.found.empty() || now - known->second.found_at >= stale_serves)
        return std::nullopt;
    return known->second.found;
}

}  // namespace wecom
