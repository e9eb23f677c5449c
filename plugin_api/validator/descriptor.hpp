#pragma once

#include "idp_plugin.h"

#include <string>
#include <string_view>
#include <vector>

namespace validator {

// What is wrong with a descriptor apart from its config_schema, in sentences without a dot.
std::vector<std::string> descriptor_faults(const idp_descriptor& about);

bool is_reverse_dns(std::string_view text);
bool is_semver(std::string_view text);
bool is_spdx(std::string_view text);  // in shape: whether the licence exists is not looked at

}  // namespace validator
