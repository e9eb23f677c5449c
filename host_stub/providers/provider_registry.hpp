#pragma once

#include "providers/configured_provider.hpp"
#include "providers/provider_library.hpp"
#include "store/provider_settings.hpp"

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace host {

struct store;

// A configured provider as it was at one moment. Who holds one keeps its instance alive: a login that began with it
// ends with it, whatever an administrator changes meanwhile.
struct live_provider {
    provider_setting setting;                       // without its config, which stays in the store
    std::shared_ptr<configured_provider> instance;  // null: not enabled, or see problem
    std::optional<idp_error> problem;               // why there is no instance although it is enabled
    std::vector<provided_file> files;               // of the instance
};

using provider_handle = std::shared_ptr<const live_provider>;

// 1 to 128 bytes in one line.
bool is_provider_name(std::string_view name);

// Every configured provider of every tenant, and the one place where they change: a new instance is made first, then
// the row is written, then the instances are swapped; the old one goes when its last login has ended. Any thread; what
// changes something may wait for the disk, what only asks does not.
class provider_registry {
public:
    // Reads every row and makes its instances. A row whose instance cannot be made is a problem of that row only.
    // All arguments must outlive it. operator_network: the "network" object (JSON) of --operator-defaults, or empty;
    // it is the "network" of every configuration that has none, where the provider's schema leaves it to operators.
    provider_registry(const provider_library& library, const host_services& services, store& data,
                      const public_url& base, std::string operator_network, event_log& log);

    const provider_library& library() const { return library_; }

    provider_handle find(std::string_view id) const;                      // null: there is none
    std::vector<provider_handle> list(std::string_view tenant_id) const;  // in the order they were made
    std::optional<provided_file> file(std::string_view path) const;       // of any enabled provider

    // What is wrong with a configuration, by the provider's own check and without network; empty: nothing.
    std::vector<config_issue> check(std::string_view provider, std::string_view config, std::string_view locale) const;

    // The setting as it is stored now, or why not: the provider's own refusal, or IDP_E_CONFIG with the reason
    // "conflict" (the row changed since wanted.revision was read), "unknown_provider", "gone" or "name".
    // wanted.revision 0: a new one, with the id of wanted if it has one. tenant_id and provider of a row that exists
    // stay as they are.
    outcome<provider_setting> save(const provider_setting& wanted);
    outcome<provider_setting> set_enabled(std::string_view id, bool enabled);  // the same refusals
    bool remove(std::string_view id);

    // An instance of a configuration that is not saved, for a self-test before it is.
    outcome<std::shared_ptr<configured_provider>> try_out(const provider_setting& wanted) const;

    // Takes over what other processes changed, if anything did. Called once a second and before a form is shown.
    void refresh();

    void cancel_all();  // for a host that is stopping

private:
    using snapshot = std::vector<provider_handle>;

    outcome<std::shared_ptr<configured_provider>> make(const provider_setting& of) const;
    outcome<provider_setting> add(const provider_setting& wanted);
    outcome<provider_setting> change(const provider_setting& wanted);
    provider_handle bring_up(provider_setting row) const;
    provider_handle goes_live(provider_setting row, std::shared_ptr<configured_provider> instance) const;

    std::shared_ptr<const snapshot> current() const;
    void show(snapshot changed);
    void show(const provider_handle& changed);

    const provider_library& library_;
    const host_services& services_;
    store& data_;
    const public_url& base_;
    const std::vector<std::string> seal_keys_;
    const std::string operator_network_;
    event_log& log_;

    // One change at a time, and none is seen before it is stored: held over the disk, and never by who only asks.
    std::mutex changing_;
    std::optional<std::uint64_t> seen_;  // revision of all rows; guarded by changing_

    mutable std::mutex showing_;  // guards the two pointers below for the time of a copy
    std::shared_ptr<const snapshot> shown_;
    std::vector<std::weak_ptr<configured_provider>> replaced_;  // may still have logins, which cancel_all has to end
};

}  // namespace host
