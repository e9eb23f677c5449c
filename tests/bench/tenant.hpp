#pragma once

#include "idp_plugin.hpp"

#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace bench {

constexpr int pool_cap = 32;  // connections the plugin opens to one origin, at most

idp::provider open_plugin();  // the built one, of this build

struct tenant_settings {
    std::string origin;
    std::string ca_file;  // empty: the system's store alone
    std::string_view profile = "none";
    std::string_view corpid = "ww3f6c1e8a2b9d4075";
};

// A company that uses the plugin: one instance of it, seen through the C ABI only. Its host logs nothing and has a
// clock that stands still.
class tenant {
public:
    tenant(const idp::provider& plugin, const tenant_settings& settings, std::string_view instance_id = "bench");

    struct begun {
        std::string transaction, query;  // what the browser brings back
    };
    begun begin();
    void build_authorize_url(idp::owned<idp_authorize_result>& out);
    idp_status finish(std::string_view query, std::string_view transaction, idp::owned<idp_grant>& out);
    // Grants of people who were at WeCom, each for one login.
    std::vector<std::string> grants(std::size_t count);

    void prepare() { table().prepare(instance_.get()); }
    // One login, by resolve_account. Throws if it fails.
    void log_in(std::string_view grant_token);
    // The status of one login, which is over by timeout_ms.
    idp_status try_to_log_in(std::string_view grant_token, std::uint32_t timeout_ms = 0);
    void destroy() { instance_.reset(); }

    const idp_async_v1& async() const;  // throws if the plugin does not have it
    idp_instance* handle() const { return instance_.get(); }
    const idp_plugin_v1& table() const { return instance_.table(); }

private:
    idp::provider plugin_;
    idp_error error_ = idp::make_error();
    idp::instance instance_;
};

// A grant_token as idp.async/1 and resolve_account take it.
idp_resolve_request resolve_request(std::string_view grant_token, std::uint32_t timeout_ms = 0);

// Logins through idp.async/1, one for each grant. The grants outlive it.
class crowd {
public:
    crowd(tenant& of, std::span<const std::string> grant_tokens, std::uint32_t timeout_ms = 30000);
    ~crowd();  // waits
    crowd(const crowd&) = delete;

    // Begins so many more.
    void begin(std::size_t count);
    // Begins so many, and with each completion the next, until all grants are used.
    void keep_in_flight(std::size_t count);
    // Until everything begun has ended.
    void wait();

    // After the wait.
    std::size_t accepted() const { return accepted_; }
    std::size_t completions() const { return completions_; }
    std::size_t with_status(idp_status status) const;
    const std::string& first_failure() const { return first_failure_; }
    std::vector<double> waited_us() const;

private:
    struct login {
        crowd* of;
        std::int64_t began;
        double took_us;
        idp_status status;
    };
    void begin_one();
    void complete(login& which, idp_status status, const idp_error* why);

    tenant& of_;
    const std::span<const std::string> grant_tokens_;
    const std::uint32_t timeout_ms_;
    bool refill_ = false;
    std::vector<login> logins_;
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::size_t next_ = 0, accepted_ = 0, completions_ = 0;
    std::string first_failure_;
};

int threads_of_this_process();

// Bytes on the heap, of all threads.
std::size_t heap_in_use();

}  // namespace bench
