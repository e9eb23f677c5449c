#pragma once

#include <optional>
#include <string>

namespace host {

struct store;

struct first_administrator {
    std::string name, password;  // to be shown once to whoever started the program
};

// If nobody is there yet: "admin", operator and administrator of the first tenant, with a password that has to be
// changed. Of several processes that start at once, one gets it.
std::optional<first_administrator> make_first_administrator(store& of);

}  // namespace host
