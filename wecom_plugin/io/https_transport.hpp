#pragma once

#include "core/config.hpp"
#include "io/connection.hpp"
#include "io/resolver.hpp"
#include "io/transport.hpp"

#include <boost/asio/steady_timer.hpp>

#include <list>
#include <memory>
#include <vector>

namespace wecom {

// The API of one origin over a few kept connections, shared by everybody who trusts the same authorities.
class https_transport final : public transport {
public:
    struct settings {
        web_url base;
        std::shared_ptr<boost::asio::ssl::context> trust;
        bool allow_private = false;
    };
    // resolver outlives the transport.
    https_transport(settings where, resolver& names, const ambient& around);

    awaitable<sent> send(const http_request& request, time_point deadline) override;

private:
    static constexpr std::size_t most_connections = 32;

    // The right to have one connection open. Gives it back, and lets the next in the queue have it.
    class place;
    struct kept_connection {
        connection wire;
        time_point since;
    };

    awaitable<result<place>> take_place(time_point deadline);
    void give_back();
    std::optional<connection> take_idle();
    awaitable<boost::system::result<connection, failed_attempt>> connect(time_point deadline);

    settings where_;
    resolver& names_;
    ambient around_;
    std::size_t open_ = 0;
    std::vector<kept_connection> idle_;            // the last one used is used first
    std::list<boost::asio::steady_timer*> queue_;  // fair: first come, first served
};

}  // namespace wecom
