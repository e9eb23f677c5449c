#include "web/transaction_cookies.hpp"

#include "support/catch.hpp"

using namespace host;

namespace {

// count cookies of size bytes each, the oldest first: idp_tx_1, idp_tx_2 ...
std::vector<cookie> logins_under_way(int count, std::size_t size) {
    std::vector<cookie> out;
    for (int i = 1; i <= count; ++i)
        out.push_back({"idp_tx_" + std::to_string(i), std::string(size - 8, 'x')});
    return out;
}

std::string last_letters(const std::vector<cookie>& of) {
    std::string out;
    for (const auto& one : of)
        out += one.name.back();
    return out;
}

}  // namespace

TEST_CASE("the oldest logins under way make room for a new one", "[transaction_cookies]") {
    struct row {
        int count;
        std::size_t size, added;
        std::string deleted;
    };
    const auto [count, size, added, deleted] = GENERATE(values<row>({
        {0, 300, 300, ""},
        {3, 300, 300, ""},
        {4, 300, 300, "1"},
        {6, 300, 300, "123"},
        {1, 1024, 1024, ""},
        {1, 1025, 1024, "1"},
        {3, 600, 600, "1"},
        {2, 1000, 1040, "1"},
    }));
    INFO(count << " of " << size << ", added " << added);
    CHECK(last_letters(surplus_transactions(logins_under_way(count, size), added)) == deleted);
}

TEST_CASE("the transactions of a browser are found among its cookies, the newest 8", "[transaction_cookies]") {
    auto cookies = logins_under_way(9, 20);
    cookies.push_back({"idp_session", "x"});
    cookies.push_back({"idp_tx_empty", ""});
    cookies.push_back({"__Host-idp_tx_a", "x"});
    CHECK(last_letters(transactions_among(cookies, false)) == "23456789");
    CHECK(last_letters(transactions_among(cookies, true)) == "a");
}
