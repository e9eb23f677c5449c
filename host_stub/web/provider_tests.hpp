#pragma once

#include "web/page_routes.hpp"
#include "web/self_test_runs.hpp"

namespace host {

class configured_provider;

// /admin/providers/{id}/test: the provider's own test of its configuration, as it is stored or as it stands in the
// form, step by step while it runs.
class provider_tests {
public:
    // state must outlive it, and it the pages.
    explicit provider_tests(site_state& state) : state_{state} {}
    void add_to(page_routes& pages);

private:
    response show(const visit& of) const;
    response start(const visit& of);

    site_state& state_;
    self_test_runs runs_;
};

}  // namespace host
