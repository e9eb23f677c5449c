#pragma once

#include "idp_plugin.h"

#include <optional>
#include <string>
#include <string_view>

namespace validator {

// "IDP_E_REJECTED"; of a status that the header does not have its number.
std::string name_of(idp_status status);
std::optional<idp_status> status_named(std::string_view name);

}  // namespace validator
