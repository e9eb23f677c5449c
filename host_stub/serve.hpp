#pragma once

#include "ambient.hpp"
#include "event_log.hpp"
#include "providers/provider_library.hpp"
#include "web/server.hpp"
#include "web/site.hpp"
#include "web/tls_files.hpp"

#include <optional>

namespace host {

struct serve_options {
    std::string plugin_dir, listen;
    std::string public_url;  // empty: the address that was bound, and https if there are TLS files
    std::vector<std::string> configs;
    std::optional<tls_files> tls{};           // none: HTTP only
    std::chrono::milliseconds grace{10'000};  // for what still runs at a stop
};

// What "idp-host serve" runs: the providers of a folder, one instance for each configuration, and the pages in front.
class service {
public:
    // Listens already, and answers as soon as run is called. Throws config_error, idp::load_error.
    service(const serve_options& options, const ambient& outside, event_log& log);

    std::string ready_line() const;  // JSON: {"listen": ..., "public_url": ...}
    std::string address() const { return server_.address(); }
    const auto& providers() const { return state_.providers; }

    void stop_on_signals() { server_.stop_on_signals(); }
    void stop() { server_.stop(); }  // any thread
    void run();                      // until stop

private:
    void load_providers(const serve_options& options);

    event_log& log_;
    const bool speaks_tls_;
    const std::shared_ptr<metrics> counted_ = std::make_shared<metrics>();
    host_services services_;
    server server_;
    site_state state_;
};

}  // namespace host
