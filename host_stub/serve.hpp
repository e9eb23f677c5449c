#pragma once

#include "ambient.hpp"
#include "event_log.hpp"
#include "providers/provider_registry.hpp"
#include "providers/stored_key_values.hpp"
#include "store/first_start.hpp"
#include "store/store.hpp"
#include "web/server.hpp"
#include "web/site.hpp"
#include "web/tls_files.hpp"

#include <optional>

namespace host {

struct serve_options {
    std::string plugin_dir, listen;
    std::string public_url{};  // empty: the address that was bound, and https if there are TLS files
    std::string data;          // the file of the store
    std::vector<std::string> configs{};
    std::string operator_defaults{};          // a file, or empty
    std::optional<tls_files> tls{};           // none: HTTP only
    std::chrono::milliseconds grace{10'000};  // for what still runs at a stop
};

// What "idp-host serve" runs: the providers of a folder, the store, and the pages in front.
class service {
public:
    // Listens already, and answers as soon as run is called. Throws config_error, idp::load_error.
    service(const serve_options& options, const ambient& outside, event_log& log);

    std::string ready_line() const;  // JSON: {"listen": ..., "public_url": ...}
    std::string address() const { return server_.address(); }
    const std::optional<first_administrator>& made_administrator() const { return administrator_; }

    store& data() { return data_; }
    provider_registry& providers() { return providers_; }

    void stop_on_signals() { server_.stop_on_signals(); }
    void stop() { server_.stop(); }  // any thread
    void run();                      // until stop

private:
    void take_over(const std::string& config_file);

    event_log& log_;
    const bool speaks_tls_;
    const std::shared_ptr<metrics> counted_ = std::make_shared<metrics>();
    store data_;
    stored_key_values shared_{data_.key_values};
    host_services services_;
    const provider_library library_;
    server server_;
    const public_url base_;
    provider_registry providers_;
    site_state state_;
    const std::optional<first_administrator> administrator_;
};

}  // namespace host
