#pragma once

#include "web/page_routes.hpp"

namespace host {

struct tenants_view;

// /admin/tenants, for operators of the platform: the tenants, and to add one with its first administrator.
class tenant_administration {
public:
    // state must outlive it, and it the pages.
    explicit tenant_administration(site_state& state) : state_{state} {}
    void add_to(page_routes& pages);

private:
    response add(const visit& of) const;
    response page(const visit& of, tenants_view view, unsigned status = 200) const;

    site_state& state_;
};

}  // namespace host
