#pragma once

#include <string>
#include <string_view>

namespace host {

// The configuration with the operator's "network" object, if it has none of its own and the provider's schema has a
// property of this name that only an operator may set ("x-operator"). Otherwise as it came, whatever it is.
std::string with_operator_network(std::string_view config, std::string_view schema, std::string_view network);

}  // namespace host
