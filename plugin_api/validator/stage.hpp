#pragma once

#include "validator/guest.hpp"
#include "validator/network/stand_in.hpp"

#include <optional>

namespace validator {

// All that a login needs: the provider's server, if the provider has one, a host, and an instance that is its guest.
struct stage {
    std::optional<stand_in> server;
    attentive_host host;
    guest instance;

    explicit stage(trial& of, store kind = store::none)
        : server{of.recipe.has_network() ? std::optional<stand_in>{std::in_place, of.recipe} : std::nullopt},
          host{kind},
          instance{of, host, config(of)} {}

    std::string config(const trial& of) const { return server ? server->config_json() : of.recipe.config_json(); }
};

}  // namespace validator
