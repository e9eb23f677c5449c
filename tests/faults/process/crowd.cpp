#include "faults/process/crowd.hpp"

#include <algorithm>
#include <stdexcept>

namespace process_faults {

crowd::crowd(app& at) : at_{at}, async_{*static_cast<const idp_async_v1*>(at.table().get_extension(IDP_ASYNC_V1))} {}

bool crowd::begin(std::string_view code, std::chrono::milliseconds timeout, std::uint64_t op_id) {
    return begin_granted(at_.come_back(code), timeout, op_id, code);
}

bool crowd::begin_granted(std::string_view grant_token, std::chrono::milliseconds timeout, std::uint64_t op_id,
                          std::string_view code) {
    idp_resolve_request request{};
    request.struct_size = sizeof request;
    request.op_id = op_id;
    request.timeout_ms = static_cast<std::uint32_t>(timeout.count());
    request.grant_token = idp::str(grant_token);
    person* who;
    {
        const std::lock_guard lock{mutex_};
        who = &people_.emplace_back(this, std::string{code});
        ++under_way_;
    }
    auto err = idp::make_error();
    if (async_.resolve_account_start(at_.self(), &request, &done, who, &err) == IDP_OK) return true;
    const std::lock_guard lock{mutex_};
    --under_way_;
    return false;
}

int crowd::begin(int people, std::chrono::milliseconds timeout) {
    int taken = 0;
    for (int i = 0; i < people; ++i)
        taken += begin(app::fresh_code(), timeout);
    return taken;
}

void crowd::done(void* user, idp_status status, idp_account* account, const idp_error* err) {
    auto& who = *static_cast<person*>(user);
    auto copy = *account;
    account->owner.release = nullptr;
    who.of->note(who, end_of(status, *err, copy));
}

void crowd::note(person& who, const call_end& end) {
    const std::lock_guard lock{mutex_};
    if (++who.ends > 1 || (end.status == IDP_OK && !who.code.empty() && end.subject != who.code)) ++breaches_;
    ++stories_[end.status == IDP_OK ? "OK" : end.story()];
    --under_way_;
    changed_.notify_all();
}

// The plugin's thread takes logins in the order in which they were begun, and a deadline only after the login.
void crowd::wait_until_under_way() {
    crowd last{at_};
    last.begin("mute_last", 1ms);
}

void crowd::wait_until_over(std::unique_lock<std::mutex>& lock) {
    changed_.wait(lock, [&] { return under_way_ == 0; });
}

std::string crowd::story() {
    std::unique_lock lock{mutex_};
    wait_until_over(lock);
    std::string out;
    for (const auto& [story, times] : stories_)
        out += (out.empty() ? "" : ", ") + std::to_string(times) + ' ' + story;
    return out;
}

int crowd::ended_as(const std::string& story) {
    std::unique_lock lock{mutex_};
    wait_until_over(lock);
    return stories_[story];
}

}  // namespace process_faults
