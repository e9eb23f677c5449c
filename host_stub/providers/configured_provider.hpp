#pragma once

#include "config_file.hpp"
#include "idp_plugin.hpp"
#include "providers/host_services.hpp"
#include "public_url.hpp"

#include <boost/system/result.hpp>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace host {

// A value, or why the provider did not give one.
template <class T>
using outcome = boost::system::result<T, idp_error>;

// An error of this host's own in the provider's words, so that one code path shows and logs both.
idp_error make_refusal(idp_status status, std::string_view reason, std::string_view detail);

// What create would refuse in a configuration: the place as JSON pointer, a word for programs, a sentence.
struct config_issue {
    std::string pointer, code, text;
};

// Without an instance and without the network. Nothing if the provider has no opinion.
std::vector<config_issue> check_config(const idp::provider& of, std::string_view config_json, std::string_view locale);

struct login_start {
    std::string_view context{}, mode{}, user_agent{}, locale{};
    bool restarted = false;
    std::string_view purpose = "login", binding{};  // "bind" needs a binding
};

struct callback_request {
    std::string_view query;
    std::span<const std::string> transactions;  // all that the browser brought
    std::string_view locale{};
    std::string_view purpose = "login", binding{};  // as at the start
};

struct started_login {
    std::string location, transaction;
    std::uint32_t lifetime_seconds = 0;
};

struct grant {
    std::uint32_t transaction_index = 0;
    std::string context, mode, token;
};

struct account {
    std::uint32_t verdict = 0, flags = 0;
    std::string issuer, subject, display_name, email, phone, avatar_url, claims_json;
};

struct login_option {
    std::uint32_t kind = 0;
    std::string mode, label, icon_media_type, icon, csp_script, csp_frame, csp_form_action;
};

struct self_test_step {
    std::string id;
    std::uint32_t state = 0;  // IDP_STEP_*
    std::string text, remedy;
    std::chrono::milliseconds took{0};
};

struct provided_file {
    std::string path, media_type, body;
};

// "/api/v1/idp/<provider>/<configuration>", below which a configuration has its own callback.
std::string provider_path(std::string_view provider, std::string_view config_id);

// One configuration of a provider, ready for logins: the only place where this host calls the ABI. Values in, values
// out. Every function may be called by any thread; resolve and self_test block, the others do not.
class configured_provider {
public:
    // services must outlive it. seal_keys: 32 random bytes each; the first seals, all open.
    static outcome<std::unique_ptr<configured_provider>> create(const idp::provider& from,
                                                                const host_services& services,
                                                                const provider_config& config,
                                                                const std::vector<std::string>& seal_keys,
                                                                const public_url& base);

    const std::string& id() const { return id_; }
    const std::string& name() const { return name_; }
    const std::string& path() const { return path_; }  // see provider_path
    const std::string& redirect_uri() const { return redirect_uri_; }
    const idp_descriptor& descriptor() const { return from_.descriptor(); }
    bool has_mode(std::string_view mode) const;
    std::string_view restart_mode() const;  // for the login that follows IDP_E_RESTART: "auto", if there is one

    outcome<started_login> start(const login_start& request) const;
    void prepare() const;
    outcome<grant> handle_callback(const callback_request& request) const;
    outcome<account> resolve(std::string_view grant_token, std::string_view locale);

    // Lets every running resolve return soon, for a host that is stopping.
    void cancel_all();

    // For a person whom nobody is bound to yet: a text that gives the account back once, to whoever has the binding.
    outcome<std::string> issue_ticket(const account& who, std::string_view binding) const;
    outcome<account> redeem_ticket(std::string_view ticket, std::string_view binding) const;

    // True if no step failed. on_step is called on this thread, as each step begins and as it ends. 0: the provider's
    // own timeout.
    bool has_self_test() const;
    outcome<bool> self_test(std::chrono::milliseconds timeout, std::string_view locale,
                            const std::function<void(const self_test_step&)>& on_step) const;

    // Ways in that suit this browser, best first; one plain button if the provider has no opinion.
    std::vector<login_option> options(std::string_view user_agent, std::string_view locale) const;
    std::vector<provided_file> files() const;

private:
    configured_provider(const idp::provider& from, const provider_config& config, const public_url& base,
                        idp::instance instance);

    const idp::provider from_;
    const std::string id_, name_, path_, redirect_uri_;
    const idp::instance instance_;
    std::atomic<std::uint64_t> last_op_{0};
    std::mutex running_mutex_;  // guards the set; never held over a call
    std::set<std::uint64_t> running_;
};

}  // namespace host
