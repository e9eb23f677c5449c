#include "store/first_start.hpp"

#include "store/store.hpp"

namespace host {

std::optional<first_administrator> make_first_administrator(store& of) {
    const new_user who{
        .tenant_id = of.tenants.first().id, .name = "admin", .is_administrator = true, .is_operator = true};
    auto password = of.users.add_first(who);
    if (!password) return std::nullopt;
    return first_administrator{who.name, std::move(*password)};
}

}  // namespace host
