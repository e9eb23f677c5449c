#include "providers/provider_registry.hpp"

#include "providers/abi_names.hpp"
#include "providers/operator_defaults.hpp"
#include "store/store.hpp"

#include <boost/json.hpp>

#include <algorithm>

namespace host {
namespace {

constexpr std::size_t longest_name = 128;

std::string checked_network(std::string text) {
    boost::system::error_code error;
    if (text.empty() || boost::json::parse(text, error).is_object()) return text;
    throw config_error{
        "--operator-defaults: has to be a JSON object, the \"network\" of configurations that have none"};
}

idp_error unknown_provider(std::string_view id) {
    return make_refusal(IDP_E_CONFIG, "unknown_provider",
                        "no library of the provider " + std::string{id} +
                            " is loaded; the operator has to put it into the folder of --plugin-dir");
}

idp_error unreadable() {
    return make_refusal(IDP_E_CONFIG, "unreadable",
                        "the stored configuration does not open with the key file: restore the database and the key "
                        "file of one backup, or enter the configuration anew");
}

idp_error gone() { return make_refusal(IDP_E_CONFIG, "gone", "this provider was removed meanwhile"); }

idp_error conflict() {
    return make_refusal(IDP_E_CONFIG, "conflict",
                        "somebody else changed this provider meanwhile; look at it again before you change it");
}

}  // namespace

bool is_provider_name(std::string_view name) {
    return !name.empty() && name.size() <= longest_name &&
           std::none_of(name.begin(), name.end(), [](unsigned char c) { return c < 0x20 || c == 0x7F; });
}

provider_registry::provider_registry(const provider_library& library, const host_services& services, store& data,
                                     const public_url& base, std::string operator_network, event_log& log)
    : library_{library},
      services_{services},
      data_{data},
      base_{base},
      seal_keys_{data.keys.derive("plugin seal keys")},
      operator_network_{checked_network(std::move(operator_network))},
      log_{log},
      shown_{std::make_shared<snapshot>()} {
    refresh();
}

std::shared_ptr<const provider_registry::snapshot> provider_registry::current() const {
    const std::lock_guard lock{showing_};
    return shown_;
}

provider_handle provider_registry::find(std::string_view id) const {
    const auto all = current();
    const auto at = std::find_if(all->begin(), all->end(), [&](const auto& one) { return one->setting.id == id; });
    return at == all->end() ? nullptr : *at;
}

std::vector<provider_handle> provider_registry::list(std::string_view tenant_id) const {
    std::vector<provider_handle> out;
    const auto all = current();
    std::copy_if(all->begin(), all->end(), std::back_inserter(out),
                 [&](const auto& one) { return one->setting.tenant_id == tenant_id; });
    return out;
}

std::optional<provided_file> provider_registry::file(std::string_view path) const {
    const auto all = current();
    for (const auto& provider : *all)
        for (const auto& file : provider->files)
            if (file.path == path) return file;
    return std::nullopt;
}

std::vector<config_issue> provider_registry::check(std::string_view provider, std::string_view config,
                                                   std::string_view locale) const {
    const auto* of = library_.find(provider);
    if (!of) return {{"", "unknown_provider", unknown_provider(provider).detail}};
    if (of->extension<idp_config_check_v1>(IDP_CONFIG_CHECK_V1)) return check_config(*of, config, locale);
    provider_setting wanted;
    wanted.provider = provider;
    wanted.config = config;
    const auto made = try_out(wanted);
    if (made) return {};
    return {{"", made.error().reason, made.error().detail}};
}

outcome<std::shared_ptr<configured_provider>> provider_registry::make(const provider_setting& of) const {
    const auto* provider = library_.find(of.provider);
    if (!provider) return unknown_provider(of.provider);
    if (of.config.empty()) return unreadable();
    const auto schema = provider->descriptor().config_schema;
    const auto config = with_operator_network(of.config, schema ? schema : "", operator_network_);
    auto made =
        configured_provider::create(*provider, services_, {of.id, of.provider, of.name, config}, seal_keys_, base_);
    if (!made) return made.error();
    return std::shared_ptr<configured_provider>{std::move(*made)};
}

outcome<std::shared_ptr<configured_provider>> provider_registry::try_out(const provider_setting& wanted) const {
    auto named = wanted;
    if (named.id.empty()) named.id = "not-saved";
    return make(named);
}

outcome<provider_setting> provider_registry::save(const provider_setting& wanted) {
    if (!is_provider_name(wanted.name))
        return make_refusal(IDP_E_CONFIG, "name", "a provider needs a name of at most 128 bytes in one line");
    const std::lock_guard lock{changing_};
    return wanted.revision == 0 ? add(wanted) : change(wanted);
}

// Its id, and with it its callback, is known only when the row is there: what the provider would refuse is found
// before by an instance that nobody uses.
outcome<provider_setting> provider_registry::add(const provider_setting& wanted) {
    if (const auto tried = try_out(wanted); !tried) return tried.error();
    const auto row = data_.settings.add(wanted);
    show(bring_up(row));
    return row;
}

outcome<provider_setting> provider_registry::change(const provider_setting& wanted) {
    auto row = data_.settings.find(wanted.id);
    if (!row) return gone();
    if (row->revision != wanted.revision) return conflict();
    const bool has_to_work = wanted.enabled || wanted.config != row->config;
    row->name = wanted.name;
    row->config = wanted.config;
    row->enabled = wanted.enabled;

    std::shared_ptr<configured_provider> instance;
    if (has_to_work) {
        auto made = make(*row);
        if (!made) return made.error();
        if (row->enabled) instance = std::move(*made);
    }
    const auto stored = data_.settings.change(*row);
    if (!stored) return conflict();
    show(goes_live(*stored, std::move(instance)));
    return *stored;
}

outcome<provider_setting> provider_registry::set_enabled(std::string_view id, bool enabled) {
    const std::lock_guard lock{changing_};
    auto row = data_.settings.find(id);
    if (!row) return gone();
    row->enabled = enabled;
    return change(*row);
}

bool provider_registry::remove(std::string_view id) {
    const std::lock_guard lock{changing_};
    if (!data_.settings.remove(id)) return false;
    auto left = *current();
    std::erase_if(left, [&](const auto& one) { return one->setting.id == id; });
    show(std::move(left));
    return true;
}

provider_handle provider_registry::goes_live(provider_setting row,
                                             std::shared_ptr<configured_provider> instance) const {
    row.config.clear();
    auto files = instance ? instance->files() : std::vector<provided_file>{};
    return std::make_shared<live_provider>(
        live_provider{std::move(row), std::move(instance), std::nullopt, std::move(files)});
}

provider_handle provider_registry::bring_up(provider_setting row) const {
    if (!row.enabled) return goes_live(std::move(row), nullptr);
    auto made = make(row);
    if (made) return goes_live(std::move(row), std::move(*made));
    log_.write(log_level::error, "provider_problem",
               {{"provider", row.id},
                {"tenant", row.tenant_id},
                {"status", std::string{status_name(made.error().status)}},
                {"reason", made.error().reason},
                {"detail", made.error().detail}});
    row.config.clear();
    return std::make_shared<live_provider>(live_provider{std::move(row), nullptr, made.error(), {}});
}

void provider_registry::refresh() {
    const std::lock_guard lock{changing_};
    const auto revision = data_.settings.revision();  // before the rows: a change in between is seen the next time
    if (seen_ == revision) return;
    snapshot fresh;
    for (auto& row : data_.settings.list_all()) {
        const auto known = find(row.id);
        fresh.push_back(known && known->setting.revision == row.revision ? known : bring_up(std::move(row)));
    }
    show(std::move(fresh));
    seen_ = revision;
}

void provider_registry::show(const provider_handle& changed) {
    auto all = *current();
    const auto at =
        std::find_if(all.begin(), all.end(), [&](const auto& one) { return one->setting.id == changed->setting.id; });
    if (at == all.end())
        all.push_back(changed);
    else
        *at = changed;
    show(std::move(all));
}

void provider_registry::show(snapshot changed) {
    std::shared_ptr<const snapshot> shown = std::make_shared<snapshot>(std::move(changed));
    const std::lock_guard lock{showing_};
    std::erase_if(replaced_, [](const auto& one) { return one.expired(); });
    for (const auto& old : *shown_)
        if (old->instance && std::find(shown->begin(), shown->end(), old) == shown->end())
            replaced_.push_back(old->instance);
    shown_.swap(shown);
}

void provider_registry::cancel_all() {
    const auto all = current();
    const auto replaced = [this] {
        const std::lock_guard lock{showing_};
        return replaced_;
    }();
    for (const auto& provider : *all)
        if (provider->instance) provider->instance->cancel_all();
    for (const auto& old : replaced)
        if (const auto instance = old.lock()) instance->cancel_all();
}

}  // namespace host
