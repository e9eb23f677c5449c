#pragma once

#include "core/begin_login.hpp"
#include "idp_plugin.hpp"
#include "io/call_gate.hpp"
#include "io/login_service.hpp"
#include "io/self_test_desk.hpp"
#include "plugin_store.hpp"

#include <unistd.h>

#include <memory>

// One configuration at work. Immutable but for what its members lock themselves.
struct idp_instance {
    idp_instance(const idp_host_v1& of, wecom::config with, wecom::login_keys sealing,
                 std::shared_ptr<boost::asio::ssl::context> trust)
        : host{of},
          settings{std::make_shared<const wecom::config>(std::move(with))},
          keys{std::move(sealing)},
          shared{wecom::shared_state_of(host, keys.store)},
          logins{wecom::runtime::of_this_process(), settings, trust, log, shared},
          self_tests{wecom::runtime::of_this_process(), settings, std::move(trust)} {}

    const pid_t process = ::getpid();
    const idp_host_v1 host;
    const std::shared_ptr<const wecom::config> settings;
    const wecom::login_keys keys;
    const std::shared_ptr<wecom::log_queue> log = std::make_shared<wecom::log_queue>();
    const std::shared_ptr<wecom::shared_state> shared;  // null if the host offers no store
    wecom::login_service logins;
    wecom::self_test_desk self_tests;
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

    // Nothing works any more then, and nothing is taken down: not even OpenSSL is there.
    static void refuse_after_exit();

    // Of a call that would wait for the host's own code that is running on this thread: a function that the plugin
    // called, or a completion.
    static void refuse_inside_host_code();

    // Code of the host runs on this thread while this lives.
    class host_code_runs {
    public:
        host_code_runs();
        ~host_code_runs();

    private:
        const bool before_;
    };

    // What no later call can deliver. On a thread that is inside destroy, when nobody else is inside.
    static void deliver_last_words(idp_instance& self);

    wall_ms now() const { return now_; }

private:
    static void deliver_log(idp_instance& self, wall_ms now) noexcept;

    idp_instance& self_;
    wall_ms now_ = 0;
};

// A call that may use the host's store: it takes there on its way out what the I/O thread has left.
class visit_with_store {
public:
    explicit visit_with_store(idp_instance* self) : here_{self}, shared_{self->shared.get()} {}
    ~visit_with_store() {
        if (shared_) shared_->run_errands(here_.now(), deadline_);
    }
    visit_with_store(const visit_with_store&) = delete;

    // Of a call that has one: what it does not come to is left to the next.
    void return_by(time_point deadline) { deadline_ = deadline; }
    wall_ms now() const { return here_.now(); }

private:
    const visit here_;
    shared_state* const shared_;
    time_point deadline_ = time_point::max();
};

}  // namespace wecom
