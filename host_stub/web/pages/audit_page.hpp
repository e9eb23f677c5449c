#pragma once

#include "ambient.hpp"
#include "web/pages/page_frame.hpp"

namespace host {

struct audit_row {
    wall_time when{};
    std::string kind, who, what, from;  // from: the address of the browser
};

struct audit_view {
    std::vector<audit_row> rows;
    std::vector<std::string> kinds;  // that can be asked for
    std::string kind;                // that is asked for; empty: all
    std::string newer, older;        // values of "at" for the pages beside this one; empty: there is none
};

// GET /admin/audit?kind=&at=.
std::string audit_page(const page_frame& frame, const audit_view& view);

}  // namespace host
