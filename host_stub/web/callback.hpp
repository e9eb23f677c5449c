#pragma once

#include "providers/provider_registry.hpp"
#include "store/bindings.hpp"
#include "store/sessions.hpp"
#include "web/password_sign_in.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace host {

struct site_state;

// What a login takes along through the provider and back: who may end it, and where it goes on.
struct login_context {
    std::string tenant_id, next;  // next: a path of this host, or empty
};
std::optional<std::string> to_text(const login_context& it);  // nothing, if it is too long for a transaction
std::optional<login_context> parse_login_context(std::string_view text);

// What a session presents at both ends of a login that is to bind, so that nobody else can end it.
std::string binding_of(const session& who);

struct callback_arrival {
    std::string_view query;                 // as it came
    std::vector<std::string> transactions;  // that this browser brought
    std::string_view locale;
    std::string address;           // of the browser
    const session* who = nullptr;  // null: nobody is signed in
};

// A callback that fits a login of this browser, before anybody outside is asked.
struct accepted_callback {
    std::uint32_t transaction_index = 0;
    login_context context;
    bool to_bind = false;
    std::string mode, token;
};

struct begin_again {};   // here, by itself
struct bogus_callback {  // one of very many
    std::chrono::seconds wait;
};
using callback_check = std::variant<accepted_callback, begin_again, bogus_callback, idp_error>;

// No network: whatever a stranger sends costs nothing but this.
callback_check check_callback(site_state& site, const live_provider& at, const callback_arrival& came);

struct known_user {
    user who;  // active at this moment
    binding through;
    account said;
};
struct unbound_account {  // nobody's in this tenant
    account said;
};
struct account_to_bind {  // by the session that began the login
    account said;
};
using callback_outcome =
    std::variant<known_user, unbound_account, account_to_bind, begin_again, too_many_tries, idp_error>;

// Asks the provider who it is, and the store whose account that is. Waits for the network. A login that succeeds or is
// refused is in the audit afterwards.
callback_outcome resolve_callback(site_state& site, const live_provider& at, const accepted_callback& accepted,
                                  const callback_arrival& came);

}  // namespace host
