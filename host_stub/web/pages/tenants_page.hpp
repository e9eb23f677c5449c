#pragma once

#include "web/pages/one_time_password.hpp"
#include "web/pages/page_frame.hpp"

#include <optional>

namespace host {

struct tenant_row {
    std::string id, name;
};

struct tenants_view {
    std::vector<tenant_row> rows;
    std::optional<one_time_password> made;         // of the new tenant's first administrator
    std::string id, name, administrator, problem;  // what was typed before and refused
};

// GET /admin/tenants. The form: POST /admin/tenants {csrf, id, name, administrator}.
std::string tenants_page(const page_frame& frame, const tenants_view& view);

}  // namespace host
