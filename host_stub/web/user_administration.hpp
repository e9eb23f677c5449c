#pragma once

#include "web/page_routes.hpp"

namespace host {

struct users_view;

// /admin/users: the local users of a tenant, to add, switch and remove them, and to give them a one-time password.
// What makes a way in asks for a fresh proof of who the administrator is. Operators are changed by operators only.
class user_administration {
public:
    // state must outlive it, and it the pages.
    explicit user_administration(site_state& state) : state_{state} {}
    void add_to(page_routes& pages);

private:
    response list(const visit& of) const;
    response add(const visit& of) const;
    response set_state(const visit& of, user_state wanted) const;
    response reset(const visit& of) const;

    response page(const visit& of, const page_frame& frame, users_view view, unsigned status = 200) const;
    response refused(const visit& of, std::string why) const;

    site_state& state_;
};

}  // namespace host
