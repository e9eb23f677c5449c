#pragma once

#include "public_url.hpp"
#include "store/provider_settings.hpp"

#include <string>
#include <string_view>

namespace host {

// Where a configured provider is reached.
struct provider_address {
    std::string login, callback, bind;
};

// Made anew for every answer, so that it follows the host when that moves.
provider_address address_of(const public_url& base, const provider_setting& of);

// ArkID's "type" of a provider: the last word of its id, "wecom" of "org.idpplugin.wecom".
std::string_view type_of(std::string_view provider_id);

// A UUID without its dashes. An id of a configuration file may be none: it stays as it is.
std::string without_dashes(std::string_view id);

}  // namespace host
