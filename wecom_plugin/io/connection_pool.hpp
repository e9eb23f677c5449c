#pragma once

#include "core/breaker.hpp"
#include "core/config.hpp"
#include "io/connection.hpp"
#include "io/dialer.hpp"
#include "io/transport.hpp"
#include "io/turnstile.hpp"

#include <memory>
#include <vector>

namespace wecom {

// The API of one origin over a few kept connections, shared by everybody who trusts the same authorities.
class connection_pool final : public transport {
public:
    struct settings {
        dialer::settings to;
        std::shared_ptr<boost::asio::ssl::context> trust;  // used if the API's scheme is https
    };
    // resolver outlives the pool.
    connection_pool(settings where, io_executor executor, resolver& names, const ambient& around);

    awaitable<sent> send(const http_request& request, time_point deadline) override;
    void judge(bool able) override { health_.record(able, around_.now()); }
    // Opens a connection if none is kept.
    awaitable<void> prepare(time_point deadline) override;
    std::string_view opening() const override { return opening_; }

private:
    struct kept_connection {
        std::unique_ptr<connection> wire;
        time_point opened, verified, idle_since;
    };
    struct kept_session {
        tls_session key;
        time_point verified;  // when the server last showed its certificate
    };
    using opened = boost::system::result<kept_connection, failed_attempt>;

    failed_attempt note(failed_attempt failure, time_point begun);
    awaitable<opened> connect(time_point deadline);
    kept_connection take_idle();
    void keep(kept_connection used);
    void drop_old();
    kept_session take_session();

    const web_url base_;
    const std::shared_ptr<boost::asio::ssl::context> trust_;
    dialer dialer_;
    ambient around_;
    turnstile places_;
    breaker health_;
    std::vector<kept_connection> idle_;  // the last one used is used first
    std::vector<kept_session> sessions_;
    std::string_view opening_;
    alarm_clock sweep_;  // ends what nobody uses
};

}  // namespace wecom
