#pragma once

#include "core/account.hpp"
#include "core/cool_down.hpp"
#include "io/exchange.hpp"
#include "io/log_queue.hpp"
#include "io/shared_state.hpp"
#include "io/token_source.hpp"
#include "io/turnstile.hpp"

#include <memory>

namespace wecom {

// How a login ended: shared by all who present the same callback. Never null once it has.
using login_outcome = std::shared_ptr<const result<account>>;

// Where the processes of a deployment keep the token of an app.
std::string token_key(const config& settings);

// The part of an instance that lives on the I/O thread: WeCom as its configuration sees it.
class wecom_client {
public:
    wecom_client(std::shared_ptr<const config> settings, std::shared_ptr<transport> wire,
                 std::shared_ptr<token_source> tokens, std::shared_ptr<log_queue> log,
                 std::shared_ptr<shared_state> shared, io_executor executor, const ambient& around);

    // Redeems a code and says who it belongs to, whatever policy thinks of that person. The client outlives the call,
    // for which the caller has a place at work.
    awaitable<login_outcome> identify(secret code, time_point deadline);

    // What the instance shares with other processes; null if its host offers nothing for that.
    shared_state* shared() const { return shelf_.shared.get(); }

    // Before which those wait for whom there is nothing to be done yet.
    turnstile& at_work() { return at_work_; }

    void prepare() { tokens_->prepare(shelf_); }
    void offer(const shared_token& found, wall_ms now) { tokens_->offer(found, now); }
    bool has_token() const { return tokens_->has_token(); }

private:
    template <class T, class MakeRequest, class Parse>
    awaitable<result<T>> call(api_call which, MakeRequest make, Parse parse, time_point deadline);
    awaitable<login_outcome> account_with_profile(const user_info& who, time_point deadline);
    awaitable<std::optional<member_profile>> profile_of(const user_info& who, time_point deadline);
    void log(log_level level, std::string text);

    std::shared_ptr<const config> settings_;
    std::shared_ptr<transport> wire_;
    std::shared_ptr<token_source> tokens_;
    std::shared_ptr<log_queue> log_;
    token_shelf shelf_;
    ambient around_;
    turnstile at_work_;
    cool_down paused_;
};

}  // namespace wecom
