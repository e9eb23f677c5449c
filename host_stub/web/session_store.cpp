#include "web/session_store.hpp"

#include "web/token.hpp"

namespace host {
namespace {

constexpr std::chrono::hours lifetime{8};

bool is_over(const session& value, wall_time now) { return now >= value.since + lifetime; }

}  // namespace

void session_store::add(std::string_view id, session value, wall_time now) {
    value.since = now;
    const std::lock_guard lock{mutex_};
    std::erase_if(by_fingerprint_, [&](const auto& entry) { return is_over(entry.second, now); });
    by_fingerprint_.insert_or_assign(fingerprint(id), std::move(value));
}

std::optional<session> session_store::find(std::string_view id, wall_time now) const {
    const std::lock_guard lock{mutex_};
    const auto at = by_fingerprint_.find(fingerprint(id));
    if (at == by_fingerprint_.end() || is_over(at->second, now)) return std::nullopt;
    return at->second;
}

void session_store::remove(std::string_view id) {
    const std::lock_guard lock{mutex_};
    by_fingerprint_.erase(fingerprint(id));
}

std::size_t session_store::size() const {
    const std::lock_guard lock{mutex_};
    return by_fingerprint_.size();
}

}  // namespace host
