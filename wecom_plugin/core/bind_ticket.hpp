#pragma once

#include "core/account.hpp"
#include "core/begin_login.hpp"

#include <string>
#include <string_view>

namespace wecom {

// A ticket says who somebody is, to nobody but the instance that issued it and only together with the bytes that it is
// bound to.

constexpr std::size_t ticket_number_size = 16;
constexpr std::size_t issue_ticket_random = ticket_number_size + nonce_size;

// From issue_ticket_random random bytes. errc::no_seal_key; errc::argument without a binding, or for an account that
// this configuration has not given; and what policy says of that person.
result<std::string> issue_ticket(const config& settings, const login_keys& keys, const account& who,
                                 std::string_view binding, std::string_view random, wall_ms now);

struct opened_ticket {
    std::string number;  // ticket_number_size random bytes: what a ticket is used once by
    account who;         // without anything but verdict, issuer, subject and display name
};

// Whether it was used is for the caller to find out. errc::no_seal_key, malformed, unreadable, other_instance,
// binding_mismatch, expired; and what policy says. Nothing of them begins a login by itself.
result<opened_ticket> open_ticket(const config& settings, const login_keys& keys, std::string_view ticket,
                                  std::string_view binding, wall_ms now);

}  // namespace wecom
