#pragma once

#include "faults/listening_host.hpp"
#include "idp_plugin.hpp"

#include <chrono>
#include <string>
#include <string_view>
#include <utility>

namespace process_faults {

using namespace std::chrono_literals;

// Long enough for anything that does end.
constexpr auto patience = 30'000ms;

// The library that the tests are about: IDP_PROVIDER, or the plugin as it is built.
std::string plugin_file();

// How a call ended. What it owned is given back already.
struct call_end {
    idp_status status = IDP_OK;
    std::string reason, detail, subject;
    std::uint32_t audience = 0;
    std::chrono::milliseconds elapsed{0};

    // "OK zhangsan", "-3 deadline"
    std::string story() const;
};

// What a browser brings back from WeCom.
struct journey {
    std::string query, transaction;
};

// One instance of the built plugin, known as a file only, and its host.
class app {
public:
    // Throws with the plugin's words if it does not like the configuration.
    explicit app(const std::string& config, std::string_view id = "main");

    // Of a host that offers a store.
    app(const std::string& config, const idp_host_kv_v1& kv, void* store);

    // Of a library that somebody else opened, and closes.
    app(const idp_plugin_v1& library, const std::string& config);
    ~app() { destroy(); }

    // A person is sent to WeCom, and comes back with this code: a grant token.
    journey leave(std::string_view code);
    call_end callback(const journey& back, std::string* grant_token = nullptr);
    std::string come_back(std::string_view code);
    call_end resolve(std::string_view grant_token, std::chrono::milliseconds timeout = patience,
                     std::uint64_t op_id = 0);
    call_end log_in(std::string_view code, std::chrono::milliseconds timeout = patience) {
        return resolve(come_back(code), timeout);
    }
    // Of a code that was never used before.
    call_end log_in() { return log_in(fresh_code()); }
    static std::string fresh_code();

    const idp_plugin_v1& table() const { return table_; }
    idp_instance* self() const { return self_; }
    void destroy();

    faults::listening_host host;

private:
    const idp_plugin_v1 table_;
    idp_instance* self_ = nullptr;
};

// The end of a call that failed so, or gave this account.
call_end end_of(idp_status status, const idp_error& err, idp_account& account);

// What create says of this configuration.
call_end creation(const std::string& config);

}  // namespace process_faults
