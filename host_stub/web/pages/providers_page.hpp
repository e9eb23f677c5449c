#pragma once

#include "web/pages/page_frame.hpp"

namespace host {

struct provider_row {
    std::string id, name, type_name, icon;
    bool enabled = false;
    std::string problem;  // why it cannot be used, or empty
};

struct provider_type {
    std::string id, name;
};

struct providers_view {
    std::vector<provider_row> rows;
    std::vector<provider_type> types;  // that can be added
};

// GET /admin/providers. The forms: POST /admin/providers/{id}/enable, .../disable and .../delete {csrf}; to add one,
// GET /admin/providers/new?type=. An entry leads to GET /admin/providers/{id} and .../{id}/test.
std::string providers_page(const page_frame& frame, const providers_view& view);

}  // namespace host
