#pragma once

#include "core/once_table.hpp"
#include "io/wecom_client.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <functional>
#include <memory>
#include <string>
#include <unordered_map>

namespace wecom {

// Shared by all who present the same callback. Never null once a login is done.
using login_outcome = std::shared_ptr<const result<account>>;

// Every login of the process passes here: one callback, one request to WeCom, whoever presents it and however often.
// Lives and is used on the I/O thread.
class login_desk {
public:
    login_desk(boost::asio::any_io_executor executor, const ambient& around);

    // Called once, with the outcome; from begin itself if the callback was used before.
    using listener = std::function<void(login_outcome)>;

    struct login {
        std::string nonce_hash;
        secret code;
        time_point deadline;
        std::shared_ptr<wecom_client> client;
    };
    void begin(login what, listener tell);

    // Ends the logins of this client; `ended` is called when the last of them is gone.
    void abandon(const std::shared_ptr<wecom_client>& client, std::function<void()> ended);

private:
    struct flight;
    void fly(login what, listener tell);
    void land(const std::string& nonce_hash, result<account> outcome);

    boost::asio::any_io_executor executor_;
    ambient around_;
    once_table<login_outcome> used_;
    std::unordered_map<std::string, std::shared_ptr<flight>> under_way_;
    std::size_t waiting_ = 0;  // listeners of all flights
};

}  // namespace wecom
