#pragma once

#include "web/sign_in.hpp"

namespace host {

// What a signed-in person sees and changes of the own account: who am I, which external accounts are bound, the
// password. Whatever changes a way in asks for a proof that is not older than five minutes.
class own_account {
public:
    own_account(site_state& site, sign_in& logins) : site_{site}, logins_{logins} {}
    void add_to(page_routes& pages);

private:
    response me(const visit& by) const;               // GET /me
    response accounts(const visit& by) const;         // GET /me/accounts
    response bind(const visit& by);                   // POST /me/accounts/bind
    response unbind(const visit& by) const;           // POST /me/accounts/unbind
    response password(const visit& by) const;         // GET /me/password
    response change_password(const visit& by) const;  // POST /me/password
    response confirm(const visit& by) const;          // GET /me/confirm
    response confirmed(const visit& by) const;        // POST /me/confirm
    response logout(const visit& by) const;           // POST /logout

    response accounts_with(const visit& by, std::string_view problem) const;
    response password_page(const visit& by, std::string_view problem) const;
    response confirm_page(const visit& by, std::string_view problem) const;
    std::optional<response> ask_for_proof(const visit& by) const;  // nothing: it is fresh now

    site_state& site_;
    sign_in& logins_;
};

}  // namespace host
