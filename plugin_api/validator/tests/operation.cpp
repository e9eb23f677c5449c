#include "validator/tests/operation.hpp"

#include <cstring>
#include <utility>

namespace validator {

namespace {

// Of this thread: how many starts are on its stack.
thread_local int starts = 0;

std::chrono::milliseconds since(std::chrono::steady_clock::time_point then) {
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - then);
}

bool is_zero(idp_account account) {
    const idp_account zero{};
    account.struct_size = 0;
    return std::memcmp(&account, &zero, sizeof zero) == 0;
}

}  // namespace

operation::~operation() {
    if (kept.owner.release) kept.owner.release(&kept.owner);
}

outcome operation::start(guest& person, std::string_view grant_token, const resolve_options& how) {
    idp_resolve_request request{};
    request.struct_size = sizeof request;
    request.flags = how.flags;
    request.op_id = how.op_id;
    request.timeout_ms = static_cast<std::uint32_t>(how.timeout.count());
    request.grant_token = idp::str(grant_token);
    request.locale = idp::str("en");
    return start(person, &request);
}

outcome operation::start(guest& person, const idp_resolve_request* request) {
    outcome call;
    const attentive_host::visit inside{person.host()};
    const auto began = started_ = std::chrono::steady_clock::now();
    ++starts;
    call.status = async_->resolve_account_start(person.self(), request, &operation::done, this, &call.error);
    --starts;
    call.elapsed = since(began);
    const std::lock_guard lock{mutex_};
    accepted_ = call.ok();
    return call;
}

void IDP_CALL operation::done(void* user, idp_status status, idp_account* account, const idp_error* err) {
    auto& self = *static_cast<operation*>(user);
    self.note(status, *account, *err);
    if (self.in_completion) self.in_completion();
    const std::lock_guard lock{self.mutex_};
    ++self.returned_;
    self.told_.notify_all();
}

void operation::note(idp_status status, idp_account& account, const idp_error& err) {
    const std::lock_guard lock{mutex_};
    ++begun_;
    inside_start_ |= starts > 0;
    end_.status = status;
    end_.elapsed = since(started_);
    if (status < 0) end_.error = err;
    issuer_ = idp::view(account.issuer);
    subject_ = idp::view(account.subject);
    account_was_zero_ = is_zero(account);
    if (!keeps_account) return;
    kept = account;
    account.owner.release = nullptr;
}

outcome operation::wait(std::chrono::milliseconds at_most) {
    std::unique_lock lock{mutex_};
    expect(told_.wait_for(lock, at_most, [&] { return returned_ > 0; }),
           "resolve_account_start answered IDP_OK, and after " + std::to_string(at_most.count()) +
               " ms its completion has not been called: it is called exactly once, whatever happens");
    return end_;
}

bool operation::told_inside_start() const {
    const std::lock_guard lock{mutex_};
    return inside_start_;
}

void operation::expect_due_completions() const {
    const std::lock_guard lock{mutex_};
    expect(begun_ == (accepted_ ? 1 : 0), "a completion of idp.async/1 was called " + std::to_string(begun_) +
                                              " times; " +
                                              (accepted_ ? "an operation that was accepted completes exactly once"
                                                         : "a start that was refused completes never"));
}

}  // namespace validator
