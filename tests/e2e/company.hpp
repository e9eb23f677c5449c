#pragma once

#include "e2e/simulated_wecom.hpp"
#include "idp_plugin.hpp"

#include <boost/json/object.hpp>

#include <atomic>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace e2e {

constexpr std::string_view corpid = "ww3f6c1e8a2b9d4075";
constexpr std::string_view corpsecret = "iIWMxAkhmHF10d4HpBA4ej_Dcui2H8B8FV_f3aTxeqW";
constexpr std::string_view redirect_uri = "https://sso.example.com/callback";
constexpr std::string_view in_wecom = "Mozilla/5.0 MicroMessenger/7.0.1 wxwork/4.1.6";

// The store that the processes of a deployment share: idp.host.kv/1 in memory, without expiry.
struct kv_store {
    std::map<std::string, std::string> entries;
    idp_status fails_with = IDP_OK;
    std::mutex mutex;
};

// What a host gives a plugin: a clock that the test moves, a log that it reads, and perhaps a store.
class host_side {
public:
    explicit host_side(kv_store* store);
    const idp_host_v1& table() const { return table_; }
    std::string log() const;
    std::atomic<std::uint64_t> clock_ms{1'790'000'000'000};

private:
    static const idp_host_kv_v1 kv_table;

    idp_host_v1 table_{};
    kv_store* const store_;
    mutable std::mutex mutex_;
    std::string log_;
};

// The end of a call: an account, or why not.
struct outcome {
    idp_status status = IDP_OK;
    std::string reason, public_text, detail;
    idp_error error = idp::make_error();
    idp::owned<idp_account> account;

    std::string subject() const { return std::string{idp::view(account->subject)}; }
    std::string issuer() const { return std::string{idp::view(account->issuer)}; }
};

// A browser between the authorize URL and the callback: what it carries.
struct journey {
    std::string location, transaction, query;
};

struct login_options {
    std::string_view purpose{}, binding{}, context{}, mode{}, user_agent{};
    std::uint32_t flags = 0;
};

// A company that uses the plugin: one instance of it, seen through the C ABI only.
class company {
public:
    // Members of `config` replace or join the usual ones; members of "network" likewise.
    explicit company(const simulated_wecom& wecom, boost::json::object config = {},
                     std::string_view instance_id = "main", kv_store* store = nullptr);

    static std::string config_text(const simulated_wecom& wecom, const boost::json::object& changes);

    journey begin(const login_options& with = {});
    // Lets a member pass WeCom's page; "deny" refuses.
    journey visit_wecom(std::string_view member, const login_options& with = {});

    // handle_callback, and resolve_account if it was accepted.
    outcome finish(const journey& back, const login_options& with = {}, std::uint32_t resolve_flags = 0);
    outcome callback(std::string_view query, const std::vector<std::string_view>& transactions,
                     const login_options& with, std::string* grant_token);
    outcome resolve(std::string_view grant_token, std::uint32_t flags = 0, std::uint64_t op_id = 0,
                    std::uint32_t timeout_ms = 0);

    outcome log_in(std::string_view member, const login_options& with = {}) {
        return finish(visit_wecom(member, with), with);
    }

    host_side host;
    idp_error create_error = idp::make_error();
    const idp::provider& library() const { return library_; }
    idp::instance& instance() { return instance_; }

private:
    const simulated_wecom& wecom_;
    idp::provider library_;
    idp::instance instance_;
};

}  // namespace e2e
