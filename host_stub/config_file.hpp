#pragma once

#include <filesystem>
#include <stdexcept>
#include <string>
#include <string_view>

namespace host {

// What an administrator has to mend: a sentence that names the file and, by JSON pointer, the place in it.
struct config_error : std::runtime_error {
    using std::runtime_error::runtime_error;
};

// One configured provider:
//   {"id": "wecom", "provider": "org.idpplugin.wecom", "name": "企业微信", "config": {...}}
struct provider_config {
    std::string id;        // [a-z0-9-]{1,64}, part of the callback's path
    std::string provider;  // the id of the provider's descriptor
    std::string name;      // shown on the login page
    std::string config;    // JSON, given whole to the provider
};

// source names the text in errors. Throws config_error.
provider_config parse_provider_config(std::string_view text, const std::string& source);
provider_config read_provider_config(const std::filesystem::path& file);

// The whole file, of at most 1 MiB; throws config_error.
std::string read_small_file(const std::filesystem::path& file);

}  // namespace host
