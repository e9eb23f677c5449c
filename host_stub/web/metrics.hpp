#pragma once

#include "idp_plugin.h"

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

namespace host {

// What this host has done since it began, as numbers. Labels are the ids of configured providers and words of this
// host's own; nothing that a visitor sends becomes one. Any thread.
class metrics {
public:
    void connections_open(std::size_t now);
    void request_answered(unsigned status, std::chrono::nanoseconds took);

    // At the end of a resolve. verdict: of the account, if status is IDP_OK.
    void login_ended(std::string_view provider, idp_status status, std::uint32_t verdict,
                     std::chrono::nanoseconds took);

    // In Prometheus' text format 0.0.4.
    std::string text(std::chrono::seconds uptime) const;

    static constexpr std::size_t most_providers = 1000;  // the logins of others are counted as of "_other"

private:
    struct histogram {
        static constexpr std::array bounds{0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0};  // seconds
        std::array<std::uint64_t, bounds.size() + 1> counts{};  // the last: what took longer
        std::chrono::nanoseconds sum{};
        void add(std::chrono::nanoseconds took);
    };
    struct logins {
        std::map<std::string_view, std::uint64_t> by_verdict, errors;  // by words that live forever
        histogram time;
    };
    static void append(std::string& to, std::string_view name, const std::string& labels, const histogram& times);
    void append_logins(std::string& to) const;

    mutable std::mutex mutex_;
    std::size_t connections_ = 0;
    std::array<std::uint64_t, 6> requests_{};  // by the first digit of the status
    histogram request_time_;
    std::map<std::string, logins, std::less<>> logins_;  // by provider
};

}  // namespace host
