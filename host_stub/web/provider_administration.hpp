#pragma once

#include "store/provider_settings.hpp"
#include "web/page_routes.hpp"

namespace host {

// /admin/providers: the providers of a tenant, to add, change, switch and remove them. An administrator knows those of
// his tenant only; an operator of the platform also those of others, which he finds at /admin/providers?tenant=ID.
class provider_administration {
public:
    // state must outlive it, and it the pages.
    explicit provider_administration(site_state& state) : state_{state} {}
    void add_to(page_routes& pages);

private:
    response list(const visit& of) const;
    response begin(const visit& of) const;  // the empty form of a new one
    response add(const visit& of) const;
    response edit(const visit& of) const;
    response save(const visit& of) const;
    response set_enabled(const visit& of, bool enabled) const;
    response remove(const visit& of) const;

    response list_page(const visit& of, const std::string& tenant_id, const page_frame& frame) const;
    void note(const visit& by, std::string kind, const provider_setting& changed, std::string detail) const;

    site_state& state_;
};

// The provider that the path names, as it is stored, if the visitor may administer it.
std::optional<provider_setting> administered_provider(const site_state& site, const visit& by);

}  // namespace host
