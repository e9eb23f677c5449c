#pragma once

#include "message.hpp"

#include <map>
#include <string>

namespace simulator {

// The platform's defence against frequent calls.
class call_limits {
public:
    // Counts a call of one corporation to one API; false: more than `per_minute`, blocked for 60 s. Zero is no limit.
    bool admit(const std::string& corpid_and_path, int per_minute, time_point now);

    // A wrong secret came from this address; after `until_ban` of them it is banned for an hour. Zero is never.
    void wrong_secret(const std::string& peer, int until_ban, time_point now);
    bool banned(const std::string& peer, time_point now) const;

private:
    struct meter {
        time_point window_start{};
        int calls = 0;
        time_point blocked_until{};
    };
    struct offender {
        int wrong_secrets = 0;
        time_point banned_until{};
    };
    std::map<std::string, meter> meters_;
    std::map<std::string, offender> offenders_;
};

}  // namespace simulator
