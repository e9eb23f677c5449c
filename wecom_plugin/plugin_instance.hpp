#pragma once

#include "core/begin_login.hpp"
#include "idp_plugin.hpp"
#include "io/call_gate.hpp"
#include "io/login_service.hpp"

#include <unistd.h>

#include <memory>

// One configuration at work. Immutable but for what its members lock themselves.
struct idp_instance {
    idp_instance(const idp_host_v1& of, wecom::config with, wecom::login_keys sealing,
                 std::shared_ptr<boost::asio::ssl::context> trust)
        : host{of},
          settings{std::make_shared<const wecom::config>(std::move(with))},
          keys{std::move(sealing)},
          logins{wecom::runtime::of_this_process(), settings, std::move(trust), log} {}

    const pid_t process = ::getpid();
    const idp_host_v1& host;
    const std::shared_ptr<const wecom::config> settings;
    const wecom::login_keys keys;
    const std::shared_ptr<wecom::log_queue> log = std::make_shared<wecom::log_queue>();
    wecom::login_service logins;
    wecom::call_gate gate;
};

namespace wecom {

// A call of the host into an instance: keeps destroy waiting, reads the host's clock once, and delivers on its way out
// what the I/O thread has to say - to this host and on this thread, as the contract demands.
class visit {
public:
    explicit visit(idp_instance* self);
    ~visit();
    visit(const visit&) = delete;

    // Before anything else, and before any lock: in a forked child the locks of the parent may be held for ever.
    static idp_instance& checked(idp_instance* self);

    // Of a call that would wait for the function of the host that is running on this thread.
    static void refuse_inside_host_function();

    wall_ms now() const { return now_; }

private:
    void deliver_log() noexcept;

    idp_instance& self_;
    wall_ms now_ = 0;
};

}  // namespace wecom
