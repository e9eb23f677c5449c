#include "web/transaction_cookies.hpp"

#include "idp_plugin.h"

#include <numeric>

namespace host {
namespace {

constexpr std::size_t max_count = 4;
constexpr std::size_t max_bytes = 2048;

std::size_t size_of(const cookie& it) { return it.name.size() + it.value.size(); }

}  // namespace

std::string transaction_cookie_name(std::string_view suffix, bool https) {
    return host_cookie_name("idp_tx_", https) + std::string{suffix};
}

std::vector<cookie> transactions_among(const std::vector<cookie>& brought, bool https) {
    const auto prefix = transaction_cookie_name("", https);
    std::vector<cookie> out;
    for (const auto& one : brought)
        if (one.name.starts_with(prefix) && !one.value.empty()) out.push_back(one);
    if (out.size() > IDP_MAX_TRANSACTIONS) out.erase(out.begin(), out.end() - IDP_MAX_TRANSACTIONS);
    return out;
}

std::vector<cookie> surplus_transactions(std::vector<cookie> transactions, std::size_t added_size) {
    auto bytes = std::accumulate(transactions.begin(), transactions.end(), added_size,
                                 [](std::size_t sum, const cookie& one) { return sum + size_of(one); });
    auto kept = transactions.begin();
    while (kept != transactions.end() &&
           (static_cast<std::size_t>(transactions.end() - kept) + 1 > max_count || bytes > max_bytes))
        bytes -= size_of(*kept++);
    transactions.erase(kept, transactions.end());
    return transactions;
}

}  // namespace host
