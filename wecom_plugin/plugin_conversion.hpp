#pragma once

#include "core/account.hpp"
#include "core/error.hpp"
#include "core/language.hpp"
#include "idp_plugin.hpp"

#include <cstdint>
#include <string_view>
#include <vector>

namespace wecom {

// Between the values of core and those of the C ABI. Whatever breaks the contract is an idp::failure, for idp::guard.

// Stores a failure for the host, with the text that the person may read. Returns its status.
idp_status fail(idp_error* err, const error& why, language lang);

// Bytes of the host's: not too long, or the host is told.
std::string_view bytes_argument(const idp_str& value, std::size_t longest);

// The same of a text, which must be UTF-8.
std::string_view text_argument(const idp_str& value, std::size_t longest);

// What a browser sent: anything unusable counts as empty.
std::string_view browser_text(const idp_str& value, std::size_t longest);

language locale_argument(const idp_str& value);

idp_account to_abi(account who);
// Verdict, issuer, subject and display name of one that the host gives back.
account account_argument(const idp_account* given);

template <class T>
std::vector<T> list_argument(const idp_list& list, std::uint32_t most) {
    if (list.count > most) idp::refuse("too_long", "a list has more elements than its limit");
    if (list.count > 0 && (!list.items || list.stride < sizeof(T)))
        idp::refuse("argument", "a list has no items or too small a stride");
    return idp::elements<T>(list);
}

}  // namespace wecom
