#include "web/login_limit.hpp"

#include "web/token.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <cstring>

namespace host {

login_limit::place login_limit::place_of(std::string_view key) const {
    const auto hash = fingerprint(salt_ + std::string{key});
    std::array<std::uint32_t, 2> words{};
    std::memcpy(words.data(), hash.data(), sizeof words);
    return {words[0] % places, words[1] % places};
}

std::optional<std::chrono::seconds> login_limit::begin(std::string_view key, time now) {
    const auto mine = place_of(key);
    const std::lock_guard lock{mutex_};
    const auto shortest = std::min(empty_at_[0][mine[0]], empty_at_[1][mine[1]]);
    const auto full = now + rule_.interval * (rule_.burst - 1);
    if (shortest > full) return std::chrono::ceil<std::chrono::seconds>(shortest - full);
    for (std::size_t table = 0; table < 2; ++table) {
        auto& at = empty_at_[table][mine[table]];
        at = std::min(std::max(at, now) + rule_.interval, full + rule_.interval);
    }
    return std::nullopt;
}

void login_limit::succeeded(std::string_view key) {
    const auto mine = place_of(key);
    const std::lock_guard lock{mutex_};
    for (std::size_t table = 0; table < 2; ++table)
        empty_at_[table][mine[table]] -= rule_.interval;
}

std::string limit_key(std::string_view address) {
    const std::string text{address};
    in6_addr parsed{};
    if (inet_pton(AF_INET6, text.c_str(), &parsed) != 1 || IN6_IS_ADDR_V4MAPPED(&parsed)) return text;
    return {reinterpret_cast<const char*>(parsed.s6_addr), 8};
}

}  // namespace host
