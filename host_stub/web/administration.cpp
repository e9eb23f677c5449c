#include "web/administration.hpp"

namespace host {

administration::administration(site_state& state)
    : providers_{state}, tests_{state}, users_{state}, tenants_{state}, audit_{state} {}

void administration::add_to(page_routes& pages) {
    providers_.add_to(pages);
    tests_.add_to(pages);
    users_.add_to(pages);
    tenants_.add_to(pages);
    audit_.add_to(pages);
}

}  // namespace host
