#pragma once

#include "ambient.hpp"

#include <array>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace host {

// How often something may be tried: burst times at once, then once every interval.
struct try_rule {
    std::int64_t burst;
    std::chrono::seconds interval;
};

// Counts tries that failed, by a key that strangers choose, in 128 KiB however many keys there are: a key has a place
// in each of two tables and is refused when both are full, so that sharing one place with somebody else does no harm.
// Any thread.
class login_limit {
public:
    using time = std::chrono::steady_clock::time_point;

    // salt: random bytes, so that nobody can look for keys that share the places of another.
    login_limit(try_rule rule, std::string salt) : rule_{rule}, salt_{std::move(salt)} {}

    // Counts a try before it is made, so that many at once are counted too. Nothing: go on. Otherwise how long to wait.
    std::optional<std::chrono::seconds> begin(std::string_view key, time now);
    void succeeded(std::string_view key);  // takes the try back

private:
    static constexpr std::size_t places = 8192;
    using place = std::array<std::size_t, 2>;
    place place_of(std::string_view key) const;

    const try_rule rule_;
    const std::string salt_;
    std::mutex mutex_;
    // When each place will have forgotten all of its tries.
    std::array<std::vector<time>, 2> empty_at_{std::vector<time>(places), std::vector<time>(places)};
};

// The limits of a host. An address is that of a browser.
struct login_limits {
    explicit login_limits(const ambient& outside)
        : passwords_of_address{{50, std::chrono::seconds{5}}, outside.random_bytes(16)},
          passwords_of_name{{10, std::chrono::seconds{60}}, outside.random_bytes(16)},
          bogus_callbacks{{60, std::chrono::seconds{1}}, outside.random_bytes(16)},
          refused_logins{{60, std::chrono::seconds{1}}, outside.random_bytes(16)} {}

    login_limit passwords_of_address, passwords_of_name;
    login_limit bogus_callbacks;  // that fit no login of their browser: many of them leave no trace
    login_limit refused_logins;   // that fit one and cost a call of the provider's server
};

// What limits count by: an IPv4 address, or the network of an IPv6 address, of which everybody has very many.
std::string limit_key(std::string_view address);

}  // namespace host
