#pragma once

#include "idp_plugin.h"

#include <cstdint>
#include <string_view>
#include <vector>

namespace host {

// The words by which people and scripts know the numbers of the ABI.
std::string_view status_name(idp_status status);         // "ok", "denied", ...
std::string_view verdict_name(std::uint32_t verdict);    // "member", ...
std::string_view audience_name(std::uint32_t audience);  // "user", ...
std::vector<std::string_view> account_flag_names(std::uint32_t flags);

// The status as this host understands it: codes of a later minor mean what the contract says they mean.
idp_status known_status(idp_status status);

}  // namespace host
