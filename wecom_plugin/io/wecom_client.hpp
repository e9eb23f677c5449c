#pragma once

#include "core/account.hpp"
#include "io/exchange.hpp"
#include "io/log_queue.hpp"
#include "io/token_source.hpp"

#include <memory>

namespace wecom {

// The part of an instance that lives on the I/O thread: WeCom as its configuration sees it.
class wecom_client {
public:
    wecom_client(std::shared_ptr<const config> settings, std::shared_ptr<transport> wire,
                 std::shared_ptr<token_source> tokens, std::shared_ptr<log_queue> log, const ambient& around);

    // Redeems a code and says who it belongs to, whatever policy thinks of that person. The client outlives the call.
    awaitable<result<account>> identify(secret code, time_point deadline);

    void prepare() { tokens_->prepare(); }

private:
    template <class T, class MakeRequest>
    awaitable<result<T>> call(api_call which, MakeRequest make, parser<T> parse, time_point deadline);
    awaitable<std::optional<member_profile>> profile_of(const user_info& who, time_point deadline);
    void log(log_level level, std::string text);

    std::shared_ptr<const config> settings_;
    std::shared_ptr<transport> wire_;
    std::shared_ptr<token_source> tokens_;
    std::shared_ptr<log_queue> log_;
    ambient around_;
};

}  // namespace wecom
