#include "provider_files.hpp"

namespace host {

provider_files open_provider_files(const std::string& plugin, const std::string& config) {
    provider_files out{read_provider_config(config), idp::provider::open(std::filesystem::absolute(plugin))};
    const std::string id = out.library.descriptor().id;
    if (out.config.provider != id)
        throw config_error{config + ": /provider: is " + out.config.provider + ", but " + plugin + " is " + id};
    return out;
}

}  // namespace host
