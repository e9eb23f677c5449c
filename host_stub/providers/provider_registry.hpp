#pragma once

#include "providers/configured_provider.hpp"
#include "providers/provider_library.hpp"
#include "store/provider_settings.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace host {

struct store;

// A configured provider as it was at one moment. Who holds one keeps its instance alive: a login that began with it
// ends with it, whatever an administrator changes meanwhile.
struct live_provider {
    provider_setting setting;  // without its config, which stays in the store
    std::shared_ptr<configured_provider> instance;  // null: not enabled, or see problem
    std::optional<idp_error> problem;               // why there is no instance although it is enabled
};

using provider_handle = std::shared_ptr<const live_provider>;

// A field of a configuration that has to be changed, for the form to mark.
struct field_issue {
    std::string pointer, code, text;  // JSON pointer into the configuration; empty: the whole
};

// Every configured provider of every tenant, and the one place where they change: a new instance is made first, then
// the row is written, then the instances are swapped; the old one goes when its last login has ended. Any thread; may
// wait for the disk.
class provider_registry {
public:
    // Reads every row and makes its instances. A row whose instance cannot be made is a problem of that row only.
    // All arguments must outlive it. operator_network: the "network" object (JSON) of --operator-defaults, or empty.
    provider_registry(const provider_library& library, const host_services& services, store& data,
                      const public_url& base, std::string operator_network, event_log& log);

    const provider_library& library() const;

    provider_handle find(std::string_view id) const;                           // null: there is none
    std::vector<provider_handle> list(std::string_view tenant_id) const;       // in the order they were made
    std::optional<provided_file> file(std::string_view path) const;            // of any enabled provider

    // What is wrong with a configuration, by the provider's own check and without network; empty: nothing.
    std::vector<field_issue> check(std::string_view provider, std::string_view config, std::string_view locale) const;

    // The setting as it is stored now, or why the provider does not take it. wanted.id empty: a new one. Otherwise
    // wanted.revision is the one that was read; "conflict" if the row changed meanwhile.
    outcome<provider_setting> save(const provider_setting& wanted);
    bool set_enabled(std::string_view id, bool enabled);
    bool remove(std::string_view id);

    // An instance of a configuration that is not saved, for a self-test before it is.
    outcome<std::shared_ptr<configured_provider>> try_out(const provider_setting& wanted) const;

    // Takes over what other processes changed, if anything did. Called once a second and before a form is shown.
    void refresh();

    void cancel_all();  // for a host that is stopping
};

}  // namespace host
