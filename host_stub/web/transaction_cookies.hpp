#pragma once

#include "web/cookie.hpp"

namespace host {

// One cookie for each login that is under way in this browser, so that several tabs can log in at once. Together they
// stay small, because servers in front of a host drop requests whose headers grow beyond a few KiB.

// suffix: 8 random characters.
std::string transaction_cookie_name(std::string_view suffix, bool https);

// Those that this browser brought, at most IDP_MAX_TRANSACTIONS, the newest ones.
std::vector<cookie> transactions_among(const std::vector<cookie>& brought, bool https);

// Which of them have to go so that, with one more of added_size bytes, at most 4 and 2 KiB are left: the oldest.
std::vector<cookie> surplus_transactions(std::vector<cookie> transactions, std::size_t added_size);

}  // namespace host
