#pragma once

#include "web/audit_pages.hpp"
#include "web/provider_administration.hpp"
#include "web/provider_tests.hpp"
#include "web/tenant_administration.hpp"
#include "web/user_administration.hpp"

namespace host {

// Everything below /admin.
class administration {
public:
    // state must outlive it, and it the pages.
    explicit administration(site_state& state);
    void add_to(page_routes& pages);

private:
    provider_administration providers_;
    provider_tests tests_;
    user_administration users_;
    tenant_administration tenants_;
    audit_pages audit_;
};

}  // namespace host
