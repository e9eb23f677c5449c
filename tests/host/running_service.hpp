#pragma once

#include "browser.hpp"
#include "scripted_provider.hpp"
#include "serve.hpp"
#include "surroundings.hpp"
#include "tls_identity.hpp"

#include <sstream>
#include <thread>

namespace host {

// "idp-host serve" in this process, on a port of its own, with one configured provider.
class running_service {
public:
    static running_service minimal() { return {GOOD_MINIMAL, "org.idpplugin.minimal", R"({"users": "alice bob"})"}; }
    static running_service scripted(const std::string& config) { return {SCRIPTED, "org.idpplugin.scripted", config}; }
    static running_service minimal_at(const std::string& public_url) {
        return {GOOD_MINIMAL, "org.idpplugin.minimal", R"({"users": "alice"})", public_url};
    }

    static running_service secure(const tls_identity& as, const std::string& config = "{}") {
        return {SCRIPTED, "org.idpplugin.scripted", config, "", std::chrono::seconds{10}, &as};
    }

    // as: who it is, if it speaks TLS.
    running_service(const std::string& library, const std::string& provider, const std::string& config,
                    const std::string& public_url = "", std::chrono::milliseconds grace = std::chrono::seconds{10},
                    const tls_identity* as = nullptr)
        : identity_{as},
          service_{options(library, provider, config, public_url, grace), world_.outside(), log_},
          thread_{[this] { service_.run(); }} {}
    ~running_service() { log_after_stop(); }

    // Where it listens, whatever its public URL is.
    std::string url(const std::string& path) const {
        return (identity_ ? "https://" : "http://") + service_.address() + path;
    }
    std::string provider_url(const std::string& tail) const { return url(service_.providers().front()->path() + tail); }
    std::string address() const { return service_.address(); }

    browser person(fields headers = {}) const {
        return browser{{.ca_file = identity_ ? identity_->authority_file() : "",
                        .headers = std::move(headers),
                        .keep_cookies = true}};
    }

    void stop() { service_.stop(); }
    std::string log_after_stop() {
        service_.stop();
        if (thread_.joinable()) thread_.join();
        return lines_.str();
    }
    void pass(std::chrono::seconds time) { world_.pass(time); }

private:
    serve_options options(const std::string& library, const std::string& provider, const std::string& config,
                          const std::string& public_url, std::chrono::milliseconds grace) const {
        const auto file = folder_.write("config.json", R"({"id": "test", "name": "Test <provider>", "provider": ")" +
                                                           provider + R"(", "config": )" + config + "}");
        return {.plugin_dir = std::filesystem::path{library}.parent_path().string(),
                .listen = "127.0.0.1:0",
                .public_url = public_url,
                .configs = {file},
                .tls = identity_ ? std::optional{identity_->files()} : std::nullopt,
                .grace = grace};
    }

    const tls_identity* const identity_;
    temporary_folder folder_;
    made_up_world world_;
    std::ostringstream lines_;
    event_log log_{lines_, log_level::trace, world_.outside().now};
    service service_;
    std::thread thread_;
};

}  // namespace host
