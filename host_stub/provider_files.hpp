#pragma once

#include "config_file.hpp"
#include "idp_plugin.hpp"

#include <string>

namespace host {

// A library and a configuration that is for it, as a command is given them.
struct provider_files {
    provider_config config;
    idp::provider library;
};

// Throws config_error or idp::load_error.
provider_files open_provider_files(const std::string& plugin, const std::string& config);

}  // namespace host
