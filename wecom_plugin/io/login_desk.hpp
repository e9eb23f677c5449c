#pragma once

#include "core/once_table.hpp"
#include "core/seal.hpp"
#include "io/wecom_client.hpp"

#include <functional>
#include <memory>
#include <string>
#include <unordered_map>

namespace wecom {

// Where the processes of a deployment say that a callback is used, and how its login ended.
std::string once_key(const sha256_digest& nonce_hash);
std::string result_key(const sha256_digest& nonce_hash);
constexpr std::chrono::minutes once_lifetime{15};
// What another process says of it; null if that cannot be read.
login_outcome outcome_elsewhere(std::string_view record);

// Every login of the process passes here: one callback, one request to WeCom, whoever presents it and however often.
// Lives and is used on the I/O thread.
class login_desk {
public:
    login_desk(io_executor executor, const ambient& around);

    // Called once, with the outcome; from begin itself if the callback was used before. Must not throw.
    using listener = std::function<void(login_outcome)>;

    struct login {
        sha256_digest nonce_hash;
        secret code;
        time_point deadline;
        std::shared_ptr<wecom_client> client;
        // What the store said, if the caller has asked it already: the mark, and what another process found out.
        std::optional<claim> claimed{};
        login_outcome known{};
    };
    // True if it joined a login that runs already, and ends with that one's deadline instead of its own.
    bool begin(login what, listener tell);

    // Ends the logins of this client. Each holds last_one until it is gone.
    void abandon(const std::shared_ptr<wecom_client>& client, const std::shared_ptr<void>& last_one);

private:
    struct flight;
    class landing;
    void fly(login what, listener tell);
    void take_off(const std::shared_ptr<flight>& which);
    bool called(const std::shared_ptr<flight>& which, bool in_time);
    void land(const sha256_digest& nonce_hash, login_outcome shared);
    void remember(const sha256_digest& nonce_hash, const login_outcome& outcome);

    io_executor executor_;
    ambient around_;
    struct digest_hash {
        std::size_t operator()(const sha256_digest& value) const;
    };

    once_table<sha256_digest, login_outcome, digest_hash> used_;
    std::unordered_map<sha256_digest, std::shared_ptr<flight>, digest_hash> under_way_;
    std::size_t waiting_ = 0;                      // listeners of all flights
    const login_outcome no_memory_, never_begun_;  // made before they are needed
};

}  // namespace wecom
