#include "web/account_record.hpp"

#include "support/catch.hpp"

using namespace host;

TEST_CASE("an account is the same after it was kept", "[account_record]") {
    const account it{IDP_VERDICT_MEMBER, IDP_ACCOUNT_PARTIAL, "wecom:ww1", "zhangsan", "张三 \"<x>\"", "a@b", "1",
                     "https://x",        R"({"k": [1]})"};
    const auto back = account_of_record(to_record(it));
    REQUIRE(back);
    CHECK(to_record(*back) == to_record(it));
    CHECK(back->display_name == "张三 \"<x>\"");
    CHECK(back->flags == IDP_ACCOUNT_PARTIAL);
}

TEST_CASE("what is no record is no account", "[account_record]") {
    CHECK_FALSE(account_of_record(""));
    CHECK_FALSE(account_of_record("[1]"));
}
