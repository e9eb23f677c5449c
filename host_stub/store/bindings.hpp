#pragma once

#include "ambient.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace host {

class database;

struct binding {
    std::string id{};  // a UUID with dashes
    std::string tenant_id{}, user_id{};
    std::string provider_id{};  // the provider_setting it was made through; may be gone since
    std::string issuer{}, subject{}, display_name{};
    wall_time since{};
    bool operator==(const binding&) const = default;
};

enum class bind_result {
    bound,
    already_yours,  // the same user has it: nothing changed
    taken,          // another user of the tenant has it: nothing changed
    occupied,       // the user has another account of this issuer: nothing changed
    refused,        // the user is not active or of another tenant, or issuer or subject is empty or holds a NUL
};

enum class unbind_result { unbound, last_way_in, unknown };

// Which external account belongs to which user: one subject of an issuer to at most one user of a tenant, and one
// user to at most one subject of an issuer. Unbinding ends the sessions and tokens that came through the binding.
class bindings {
public:
    bindings(database& data, const ambient& outside) : data_{data}, outside_{outside} {}

    bind_result add(const binding& wanted);  // id and since of wanted are ignored / taken from now
    std::optional<binding> find(std::string_view tenant_id, std::string_view issuer, std::string_view subject) const;
    std::optional<binding> find_by_id(std::string_view id) const;
    std::vector<binding> list(std::string_view user_id) const;
    std::size_t count_through(std::string_view provider_id) const;

    // last_way_in: the user has neither a password nor another binding.
    unbind_result remove(std::string_view id, std::string_view user_id);

private:
    database& data_;
    ambient outside_;
};

}  // namespace host
