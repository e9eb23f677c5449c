#include "serve.hpp"

#include "housekeeping.hpp"
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

// {"network": {...}}: what configurations get that have none of their own.
std::string operator_network_of(const std::string& file) {
    if (file.empty()) return {};
    boost::system::error_code not_json;
    const auto parsed = boost::json::parse(read_small_file(file), not_json);
    const auto* all = not_json ? nullptr : parsed.if_object();
    if (!all || all->size() != 1 || !all->contains("network"))
        throw config_error{file + R"(: has to be {"network": {...}})"};
    return boost::json::serialize(all->at("network"));
}

provider_library opened(const serve_options& options, event_log& log) {
    auto out = provider_library::open(options.plugin_dir);
    for (const auto& problem : out.problems())
        log.write(log_level::error, "provider_skipped", {{"why", problem}});
    for (const auto& one : out.providers())
        log.write(log_level::info, "provider_loaded",
                  {{"id", one.descriptor().id}, {"version", one.descriptor().version}});
    return out;
}

}  // namespace

service::service(const serve_options& options, const ambient& outside, event_log& log)
    : log_{log},
      speaks_tls_{options.tls.has_value()},
      data_{options.data, outside},
      services_{log, outside.now, &shared_},
      library_{opened(options, log)},
      server_{options.listen,
              {.grace = options.grace, .tls = options.tls ? load_tls(*options.tls) : nullptr, .counted = counted_},
              outside,
              log},
      base_{base_of(options, server_)},
      providers_{library_, services_, data_, base_, operator_network_of(options.operator_defaults), log},
      state_{base_, outside, log, data_, providers_, counted_},
      administrator_{make_first_administrator(data_)} {
    for (const auto& file : options.configs)
        take_over(file);
}

// What a file says of a provider of the first tenant replaces what the store has of it.
void service::take_over(const std::string& config_file) {
    const auto config = read_provider_config(config_file);
    if (!library_.find(config.provider))
        throw config_error{config_file + ": /provider: no " + config.provider +
                           " could be loaded from the folder of --plugin-dir"};
    auto wanted = data_.settings.find(config.id).value_or(provider_setting{});
    wanted.id = config.id;
    wanted.tenant_id = data_.tenants.first().id;
    wanted.provider = config.provider;
    wanted.name = config.name;
    wanted.config = config.config;
    wanted.enabled = true;
    const auto saved = providers_.save(wanted);
    if (!saved)
        throw config_error{config_file + ": /config: " + std::string{saved.error().reason} + ": " +
                           saved.error().detail};
}

std::string service::ready_line() const {
    return boost::json::serialize(
               boost::json::object{{"listen", server_.address()}, {"public_url", state_.base.origin}}) +
           "\n";
}

void service::run() {
    site pages{state_};
    const housekeeping chores{state_};
    server_.run(
        [&](const request& from) -> answer {
            if (speaks_tls_ && !from.secure) return to_https(from, state_.base);
            return pages.handle(from);
        },
        [this] { providers_.cancel_all(); });
}

}  // namespace host
