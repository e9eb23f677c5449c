#pragma once

#include "ambient.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace host {

class database;

struct tenant {
    std::string id;    // a UUID with dashes
    std::string name;  // shown to people
    std::string slug;  // [a-z0-9-]{1,64}, unique; the first tenant's is "default"
    bool operator==(const tenant&) const = default;
};

class tenants {
public:
    tenants(database& data, const ambient& outside) : data_{data}, outside_{outside} {}

    // Nothing, if the slug is taken or malformed.
    std::optional<tenant> add(std::string_view name, std::string_view slug);

    std::optional<tenant> find(std::string_view id) const;  // with or without dashes
    std::optional<tenant> find_by_slug(std::string_view slug) const;
    tenant first() const;              // the platform's, which always exists
    std::vector<tenant> list() const;  // in the order they were made

private:
    database& data_;
    ambient outside_;
};

}  // namespace host
