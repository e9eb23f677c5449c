#pragma once

#include "ambient.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace host {

class database;
class key_file;

// One configured provider of a tenant.
struct provider_setting {
    std::string id{};  // a UUID with dashes, part of the callback's path
    std::string tenant_id{};
    std::string provider{};  // the id of the provider's descriptor
    std::string name{};      // shown on the login page
    std::string config{};    // JSON with its secrets, sealed in the file; empty: it does not open with the key file
    bool enabled = true;
    std::uint64_t revision = 0;  // grows with every change of the row
    bool operator==(const provider_setting&) const = default;
};

class provider_settings {
public:
    provider_settings(database& data, const key_file& keys, const ambient& outside)
        : data_{data}, keys_{keys}, outside_{outside} {}

    // Gives it a revision, and an id if it has none.
    provider_setting add(provider_setting made);
    std::optional<provider_setting> find(std::string_view id) const;
    std::vector<provider_setting> list(std::string_view tenant_id) const;  // in the order they were made
    std::vector<provider_setting> list_all() const;

    // Replaces name, config and enabled, if the row still has the revision that changed was read with; nothing
    // otherwise: two administrators do not overwrite each other unseen.
    std::optional<provider_setting> change(const provider_setting& changed);
    bool remove(std::string_view id);  // its bindings stay

    // Grows with every change of any row by any process: a cheap question for whoever keeps copies.
    std::uint64_t revision() const;

private:
    database& data_;
    const key_file& keys_;
    ambient outside_;
};

}  // namespace host
