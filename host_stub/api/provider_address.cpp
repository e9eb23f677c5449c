#include "api/provider_address.hpp"

#include "providers/configured_provider.hpp"
#include "store/uuid.hpp"

namespace host {

provider_address address_of(const public_url& base, const provider_setting& of) {
    const auto path = base.origin + provider_path(of.provider, of.id);
    return {path + "/login", path + "/callback", path + "/bind"};
}

std::string_view type_of(std::string_view provider_id) { return provider_id.substr(provider_id.rfind('.') + 1); }

std::string without_dashes(std::string_view id) {
    std::string plain{id};
    std::erase(plain, '-');
    return with_dashes(plain) == id ? plain : std::string{id};
}

}  // namespace host
