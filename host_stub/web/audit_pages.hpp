#pragma once

#include "web/page_routes.hpp"

namespace host {

// /admin/audit: what happened in the administrator's tenant, newest first, a page at a time.
class audit_pages {
public:
    // state must outlive it, and it the pages.
    explicit audit_pages(site_state& state) : state_{state} {}
    void add_to(page_routes& pages);

private:
    response list(const visit& of) const;

    site_state& state_;
};

}  // namespace host
