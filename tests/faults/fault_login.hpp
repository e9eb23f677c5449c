#pragma once

#include "faults/listening_host.hpp"
#include "faults/scripted_wecom.hpp"
#include "support/catch.hpp"
#include "validator/process/footprint.hpp"

#include <boost/json/object.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace faults {

using namespace std::chrono_literals;

// How a login ended. What it owned is given back already.
struct login_end {
    idp_status status = IDP_OK;
    std::string reason, detail, public_text;
    idp_error error = idp::make_error();
    std::uint32_t flags = 0;
    std::string issuer, subject, display_name, avatar_url;
    std::chrono::milliseconds elapsed{0};

    // "OK zhangsan", "NETWORK tls_cert": what a row says.
    std::string story() const;
};

// What a browser brings back from WeCom.
struct arrival {
    std::string query, transaction;
};

// One row of the matrix: a login through the built plugin, known as a file only, at a WeCom that a test breaks.
// At its end stands what holds in every row: every call was back in time, nothing is left in the result of one that
// failed, nothing secret was said, the next login is well, and then nothing is left open.
class fault_login {
public:
    // Members of config replace or join the usual ones, those of its "network" likewise. WeCom is asked under that
    // name.
    explicit fault_login(const boost::json::object& config = {}, std::string_view host_name = "localhost");
    ~fault_login();
    fault_login(const fault_login&) = delete;

    login_end log_in(std::chrono::milliseconds timeout = 2000ms) { return resolve(come_back(), timeout); }
    // The same as said by the row.
    std::string story(std::chrono::milliseconds timeout = 2000ms) { return log_in(timeout).story(); }

    // The steps of log_in: a browser goes to WeCom and comes back with a code of its own, and the callback is handled,
    // which gives a grant token. The last may run on any thread.
    arrival visit_wecom();
    login_end callback(const arrival& back, std::string* grant_token = nullptr);
    std::string come_back();
    login_end resolve(std::string_view grant_token, std::chrono::milliseconds timeout = 2000ms, std::uint64_t op_id = 0,
                      std::uint32_t flags = 0);

    // As an administrator would who has mended the configuration: a new instance, that remembers nothing.
    void reconfigure();
    // The fault cannot be mended while the plugin remembers it: before the next login it is reconfigured.
    void is_remembered() { remembered_ = true; }
    // The fault is over, and the next login is well. Calls are counted anew. The end of every row, and of every part.
    void check_recovery();

    // Nor may this be said aloud.
    void is_secret(std::string what) { secrets_.push_back(std::move(what)); }

    idp::instance& instance() { return *instance_; }
    const idp::provider& library() const { return library_; }

    scripted_wecom wecom;
    listening_host host;

private:
    void check_invariants();
    void check_nothing_secret_was_said();
    void overhear(const login_end& end);
    void expect(bool kept, const std::string& otherwise);

    idp::provider library_;
    const std::string config_;
    process::footprint before_;
    std::optional<idp::instance> instance_;
    bool remembered_ = false;
    std::mutex mutex_;  // of what follows: logins may run on many threads
    std::string said_;
    std::vector<std::string> secrets_, breaches_;
};

// The two calls of a login meet the same fault: gettoken, and after a recovery getuserinfo.
void check_both_calls(const reply& fault, std::string_view at_gettoken, std::string_view at_getuserinfo,
                      std::chrono::milliseconds timeout = 2000ms);
// The answer did not arrive whole.
inline void check_lost(const reply& fault, std::string_view at_gettoken = "NETWORK net") {
    check_both_calls(fault, at_gettoken, "RESTART ambiguous");
}
// It did, and nobody can use it.
inline void check_unusable(const reply& fault, std::string_view story) { check_both_calls(fault, story, story); }
// Nothing ends it but the deadline.
inline void check_endless(const reply& fault, std::chrono::milliseconds timeout = 300ms) {
    check_both_calls(fault, "DEADLINE deadline", "DEADLINE deadline", timeout);
}

// New connections are broken in this way: for a first login, and for one that has a token but no connection any more.
void check_new_connections(const std::function<void(scripted_wecom&)>& break_them, std::string_view story,
                           int most_connections, std::chrono::milliseconds timeout = 2000ms);

}  // namespace faults
