#pragma once

#include "validator/guest.hpp"
#include "validator/network/stand_in.hpp"

#include <optional>

namespace validator {

// What an ordinary login needs around it: a host, an instance of the provider, and the provider's server if the recipe
// has one.
class stage {
public:
    // The host as `prepare` leaves it, if it is to be a special one.
    explicit stage(trial& of, store kind = store::none, const std::function<void(attentive_host&)>& prepare = {})
        : host{kind} {
        if (prepare) prepare(host);
        if (of.recipe.has_network()) server.emplace(of.recipe);
        plugin.emplace(of, host, config_json(of));
    }

    // For another instance at the same server.
    std::string config_json(const trial& of) const { return server ? server->config_json() : of.recipe.config_json(); }

    attentive_host host;
    std::optional<stand_in> server;
    std::optional<guest> plugin;  // the first to go
};

}  // namespace validator
