#include "serve.hpp"

#include "providers/abi_names.hpp"
#include "web/security_headers.hpp"

#include <boost/json.hpp>

namespace host {
namespace {

public_url base_of(const serve_options& options, const server& bound) {
    const auto text =
        options.public_url.empty() ? (options.tls ? "https://" : "http://") + bound.address() : options.public_url;
    const auto base = parse_public_url(text);
    if (!base) throw config_error{"--public-url: " + text + " is not like https://id.example.com"};
    if (options.tls && !base->https)
        throw config_error{"--public-url: " + text + " has to be https, as the TLS files say"};
    return *base;
}

// Never to where a Host header points: anybody can write one.
response to_https(const request& from, const public_url& base) {
    response out{308, {{"Location", base.origin + from.path + (from.query.empty() ? "" : "?" + from.query)}}, "", {}};
    harden_page(out, false);
    return out;
}

}  // namespace

service::service(const serve_options& options, const ambient& outside, event_log& log)
    : log_{log},
      speaks_tls_{options.tls.has_value()},
      services_{log, outside.now},
      server_{options.listen,
              {.grace = options.grace, .tls = options.tls ? load_tls(*options.tls) : nullptr, .counted = counted_},
              outside,
              log},
      state_{base_of(options, server_), outside, log, {}, {}, counted_} {
    load_providers(options);
}

void service::load_providers(const serve_options& options) {
    const auto library = provider_library::open(options.plugin_dir);
    for (const auto& problem : library.problems())
        log_.write(log_level::error, "provider_skipped", {{"why", problem}});
    for (const auto& one : library.providers())
        log_.write(log_level::info, "provider_loaded",
                   {{"id", one.descriptor().id}, {"version", one.descriptor().version}});
    const auto seal_key = state_.outside.random_bytes(IDP_MIN_SEAL_KEY);
    for (const auto& file : options.configs) {
        const auto config = read_provider_config(file);
        for (const auto& other : state_.providers)
            if (other->id() == config.id) throw config_error{file + ": /id: " + config.id + " is there already"};
        const auto* provider = library.find(config.provider);
        if (!provider)
            throw config_error{file + ": /provider: no " + config.provider + " could be loaded from " +
                               options.plugin_dir};
        auto made = configured_provider::create(*provider, services_, config, seal_key, state_.base);
        if (!made)
            throw config_error{file + ": /config: " + std::string{made.error().reason} + ": " + made.error().detail};
        state_.providers.push_back(std::move(*made));
    }
}

std::string service::ready_line() const {
    return boost::json::serialize(
               boost::json::object{{"listen", server_.address()}, {"public_url", state_.base.origin}}) +
           "\n";
}

void service::run() {
    site pages{state_};
    server_.run(
        [&](const request& from) -> answer {
            if (speaks_tls_ && !from.secure) return to_https(from, state_.base);
            return pages.handle(from);
        },
        [this] {
            for (const auto& provider : state_.providers)
                provider->cancel_all();
        });
}

}  // namespace host
