#include "call_limits.hpp"

namespace simulator {

using namespace std::chrono_literals;

bool call_limits::admit(const std::string& corpid_and_path, int per_minute, time_point now) {
    if (per_minute == 0) return true;
    auto& here = meters_[corpid_and_path];
    if (now < here.blocked_until) return false;
    if (now >= here.window_start + 60s) {
        here.window_start = now;
        here.calls = 0;
    }
    if (++here.calls <= per_minute) return true;
    here.blocked_until = now + 60s;
    return false;
}

void call_limits::wrong_secret(const std::string& peer, int until_ban, time_point now) {
    auto& from = offenders_[peer];
    if (until_ban == 0 || ++from.wrong_secrets < until_ban) return;
    from = {.wrong_secrets = 0, .banned_until = now + 1h};
}

bool call_limits::banned(const std::string& peer, time_point now) const {
    auto found = offenders_.find(peer);
    return found != offenders_.end() && now < found->second.banned_until;
}

}  // namespace simulator
