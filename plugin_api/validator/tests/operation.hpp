#pragma once

#include "validator/guest.hpp"

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <string_view>
#include <thread>

namespace validator {

// One use of idp.async/1: the start, and what the completion is told. It outlives the instance, since a provider that
// breaks its contract may complete late.
class operation {
public:
    explicit operation(const idp_async_v1* async) : async_{async} {}
    ~operation();
    operation(const operation&) = delete;

    outcome start(guest& person, std::string_view grant_token, const resolve_options& how = {});
    // The request as it is, wherever it lies.
    outcome start(guest& person, const idp_resolve_request* request);

    // On the thread of the completion, after it was noted and before it returns.
    std::function<void()> in_completion;
    // Whether the completion takes the account away, as a host may that wants to keep it.
    bool keeps_account = false;

    // Until the completion has come and returned; throws violation if it does not within the time.
    outcome wait(std::chrono::milliseconds at_most = std::chrono::seconds{10});
    bool told_inside_start() const;  // on the stack of a start
    // Of the account that the completion was told, while it was. The account itself if it was kept.
    std::string issuer() const { return issuer_; }
    std::string subject() const { return subject_; }
    bool account_was_zero() const { return account_was_zero_; }
    idp_account kept{};

    // Throws violation unless the completion came once, or not at all if the start was refused.
    void expect_due_completions() const;

private:
    static void IDP_CALL done(void* user, idp_status status, idp_account* account, const idp_error* err);
    void note(idp_status status, idp_account& account, const idp_error& err);

    const idp_async_v1* const async_;
    std::chrono::steady_clock::time_point started_{};
    mutable std::mutex mutex_;
    std::condition_variable told_;
    int begun_ = 0, returned_ = 0;
    bool accepted_ = false, inside_start_ = false, account_was_zero_ = false;
    outcome end_;
    std::string issuer_, subject_;
};

}  // namespace validator
