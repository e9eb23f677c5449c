#pragma once

#include "core/address.hpp"
#include "core/error.hpp"

#include <chrono>
#include <map>
#include <optional>
#include <string>

namespace wecom {

// What is known about names: pure, with the time as an argument.
class name_cache {
public:
    using time_point = std::chrono::steady_clock::time_point;

    // The answer that spares a question: addresses for a minute, a failure for a second. Nothing: ask.
    std::optional<result<address_list>> peek(const std::string& host, time_point now) const;

    // Takes what the name server said. Gives what those who asked get: a failure only if no addresses of the last ten
    // minutes are known.
    result<address_list> learn(const std::string& host, result<address_list> answer, time_point now);

    // What is better than nothing while the name server is silent: addresses of the last ten minutes.
    std::optional<address_list> last_known(const std::string& host, time_point now) const;

private:
    struct entry {
        address_list found{};
        time_point found_at{};
        std::optional<error> failure{};  // since found_at
        time_point ask_again{};
    };

    std::map<std::string, entry> entries_;
};

}  // namespace wecom
