#include "validator/status_name.hpp"

namespace validator {
namespace {

struct row {
    idp_status status;
    std::string_view name;
};

#define STATUS(name) \
    row { name, #name }
constexpr row table[] = {
    STATUS(IDP_NO),
    STATUS(IDP_OK),
    STATUS(IDP_E_INVALID),
    STATUS(IDP_E_CONFIG),
    STATUS(IDP_E_DEADLINE),
    STATUS(IDP_E_CANCELLED),
    STATUS(IDP_E_NETWORK),
    STATUS(IDP_E_UPSTREAM),
    STATUS(IDP_E_DENIED),
    STATUS(IDP_E_RESTART),
    STATUS(IDP_E_REPLAYED),
    STATUS(IDP_E_BUSY),
    STATUS(IDP_E_UNSUPPORTED),
    STATUS(IDP_E_WRONG_PROCESS),
    STATUS(IDP_E_INTERNAL),
    STATUS(IDP_E_REJECTED),
};
#undef STATUS

}  // namespace

std::string name_of(idp_status status) {
    for (const auto& row : table)
        if (row.status == status) return std::string{row.name};
    return std::to_string(status);
}

std::optional<idp_status> status_named(std::string_view name) {
    for (const auto& row : table)
        if (row.name == name) return row.status;
    return std::nullopt;
}

}  // namespace validator
