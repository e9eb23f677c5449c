#include "providers/abi_names.hpp"

#include "support/catch.hpp"

using namespace host;

TEST_CASE("numbers of the ABI have words", "[abi_names]") {
    CHECK(status_name(IDP_OK) == "ok");
    CHECK(status_name(IDP_E_REJECTED) == "rejected");
    CHECK(verdict_name(IDP_VERDICT_LINKED) == "linked");
    CHECK(audience_name(IDP_FOR_ADMIN) == "admin");
    CHECK(account_flag_names(IDP_ACCOUNT_PARTIAL | IDP_ACCOUNT_PHONE_VERIFIED) ==
          std::vector<std::string_view>{"partial", "phone_verified"});
}

TEST_CASE("numbers of a later minor are understood as the contract says", "[abi_names]") {
    CHECK(known_status(-77) == IDP_E_INTERNAL);
    CHECK(known_status(77) == IDP_NO);
    CHECK(known_status(IDP_E_BUSY) == IDP_E_BUSY);
    CHECK(verdict_name(77) == "unknown");
    CHECK(account_flag_names(1u << 30).empty());
}
