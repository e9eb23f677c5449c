#pragma once

#include "store/users.hpp"

#include <chrono>
#include <string_view>
#include <variant>

namespace host {

struct site_state;

struct password_attempt {
    std::string_view tenant_id, name, password;
    std::string_view address;  // of the browser
};

// No user of this name and password may sign in. There is no way to learn which of them was wrong, or whether the user
// was disabled.
struct not_accepted {};

struct too_many_tries {
    std::chrono::seconds wait;
};

using password_outcome = std::variant<user, not_accepted, too_many_tries>;

// Who signs in with a name and a password, as the audit has it afterwards. Takes some 60 ms of a processor.
password_outcome sign_in_with_password(site_state& site, const password_attempt& by);

// The same question of somebody who is signed in.
password_outcome confirm_password(site_state& site, const user& who, std::string_view password,
                                  std::string_view address);

}  // namespace host
