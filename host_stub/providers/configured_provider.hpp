#pragma once

#include "config_file.hpp"
#include "idp_plugin.hpp"
#include "providers/host_services.hpp"
#include "public_url.hpp"

#include <boost/system/result.hpp>

#include <atomic>
#include <cstdint>
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

struct provided_file {
    std::string path, media_type, body;
};

// "/api/v1/idp/<provider>/<configuration>", below which a configuration has its own callback.
std::string provider_path(std::string_view provider, std::string_view config_id);

// One configuration of a provider, ready for logins: the only place where this host calls the ABI. Values in, values
// out. Every function may be called by any thread; resolve blocks, the others do not.
class configured_provider {
public:
    // services must outlive it. seal_key: 32 random bytes.
    static outcome<std::unique_ptr<configured_provider>> create(const idp::provider& from,
                                                                const host_services& services,
                                                                const provider_config& config,
                                                                const std::string& seal_key, const public_url& base);

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
