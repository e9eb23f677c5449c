#include "housekeeping.hpp"

#include "web/site_state.hpp"

namespace host {
namespace {

constexpr std::chrono::seconds look_again{1};
constexpr unsigned looks_between_clearings = 60;
constexpr std::chrono::hours audit_lasts{400 * 24};

}  // namespace

void forget_expired(site_state& site) {
    const auto now = site.outside.now();
    site.data.sessions.close_expired(now);
    site.data.one_time.forget_expired(now);
    site.data.tokens.forget_expired(now);
    site.data.key_values.forget_expired();
    site.data.audit.forget_before(now - audit_lasts);
}

housekeeping::housekeeping(site_state& site) : site_{site}, thread_{[this] { run(); }} {}

housekeeping::~housekeeping() {
    {
        const std::lock_guard lock{mutex_};
        over_ = true;
    }
    wake_.notify_all();
    thread_.join();
}

void housekeeping::try_to(const char* what, const std::function<void()>& chore) {
    try {
        chore();
    } catch (const std::exception& why) {
        site_.log.write(log_level::error, "housekeeping_failed", {{"what", what}, {"why", why.what()}});
    }
}

void housekeeping::run() {
    const auto is_over = [this] {
        std::unique_lock lock{mutex_};
        return wake_.wait_for(lock, look_again, [this] { return over_; });
    };
    for (unsigned looks = 0; !is_over(); ++looks) {
        try_to("refresh", [this] { site_.providers.refresh(); });
        if (looks % looks_between_clearings == 0) try_to("forget", [this] { forget_expired(site_); });
    }
}

}  // namespace host
