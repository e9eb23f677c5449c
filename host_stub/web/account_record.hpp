#pragma once

#include "providers/configured_provider.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace host {

// An account as the store keeps it: JSON.
std::string to_record(const account& it);
std::optional<account> account_of_record(std::string_view record);

}  // namespace host
