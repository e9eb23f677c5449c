#pragma once

#include "store/connection.hpp"
#include "store/users.hpp"

namespace host {

// The columns of a user in a SELECT, and the user in its row.
inline const std::string user_columns =
    "users.id, users.tenant_id, users.name, users.state, users.is_administrator, users.is_operator, "
    "users.password IS NOT NULL, users.must_change_password";
constexpr int user_column_count = 8;

inline user read_user(const statement& row) {
    return {.id = row.text(0),
            .tenant_id = row.text(1),
            .name = row.text(2),
            .state = static_cast<user_state>(row.number(3)),
            .is_administrator = row.flag(4),
            .is_operator = row.flag(5),
            .has_password = row.flag(6),
            .must_change_password = row.flag(7)};
}

}  // namespace host
