#pragma once

#include "validator/stage.hpp"

#include <string>

namespace validator {

// A stage with the trial it was set up for, and what the browser of a login says.
struct scene : stage {
    explicit scene(trial& which) : stage{which}, of{which} {}

    std::string config_json() const { return server ? server->config_json() : of.recipe.config_json(); }
    // How often the provider has reached for its server.
    int connections() { return server ? server->server().connections() : 0; }

    // The recipe's callback, with a state of the test's choice.
    std::string query_of(const journey& login, std::string_view state) const {
        return filled_in(of.recipe.callback,
                         {{"code", login.code}, {"state", std::string{state}}, {"person", person_of(login.code)}});
    }
    std::string query_of(const journey& login) const { return query_of(login, login.state); }

    trial& of;
};

}  // namespace validator
