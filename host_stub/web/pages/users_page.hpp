#pragma once

#include "web/pages/one_time_password.hpp"
#include "web/pages/page_frame.hpp"

#include <optional>

namespace host {

struct user_row {
    std::string id, name;
    bool enabled = true, is_administrator = false;
    bool is_operator = false;  // of the platform: changed by operators only
    bool is_self = false;      // cannot disable or delete himself
};

struct users_view {
    std::vector<user_row> rows;
    std::optional<one_time_password> made;
    std::string name, problem;  // what was typed before and refused
};

// GET /admin/users. The forms: POST /admin/users {csrf, name, administrator=yes}, and POST
// /admin/users/{id}/disable, .../enable, .../delete, .../reset {csrf}.
std::string users_page(const page_frame& frame, const users_view& view);

}  // namespace host
