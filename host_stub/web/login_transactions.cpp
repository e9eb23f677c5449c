#include "web/login_transactions.hpp"

#include "web/token.hpp"
#include "web/transaction_cookies.hpp"

namespace host {

std::vector<cookie> transactions_of(const site_state& site, const request& from) {
    return transactions_among(parse_cookies(find_field(from.headers, "Cookie")), site.base.https);
}

void keep_transaction(const site_state& site, const request& from, const started_login& begun, response& out) {
    const bool https = site.base.https;
    const auto suffix = to_token(site.outside.random_bytes(6));
    const cookie added{transaction_cookie_name(suffix, https), begun.transaction};
    for (const auto& old : surplus_transactions(transactions_of(site, from), added.name.size() + added.value.size()))
        set_cookie(out, deleted_cookie(old.name, https));
    set_cookie(out, lasting_cookie(added, std::chrono::seconds{begun.lifetime_seconds}, https));
}

}  // namespace host
