#include "store/tenants.hpp"

#include "store/opened_store.hpp"
#include "store/uuid.hpp"
#include "support/catch.hpp"

using namespace host;

TEST_CASE("the first tenant is there from the beginning", "[store][tenants]") {
    opened_store at;
    const auto first = at.data.tenants.first();
    CHECK(first.slug == "default");
    CHECK(at.data.tenants.list() == std::vector{first});
    const auto other = at.data.tenants.add("公司", "company-2").value();
    CHECK(at.data.tenants.first() == first);
    CHECK(at.data.tenants.list() == std::vector{first, other});
    CHECK(at.data.tenants.find_by_slug("company-2") == other);
    CHECK_FALSE(at.data.tenants.find_by_slug("Company-2"));
}

TEST_CASE("a tenant is found by its id in any spelling", "[store][tenants]") {
    opened_store at;
    const auto first = at.data.tenants.first();
    auto bare = first.id;
    std::erase(bare, '-');
    CHECK(bare.size() == 32);
    CHECK(at.data.tenants.find(first.id) == first);
    CHECK(at.data.tenants.find(bare) == first);
    CHECK_FALSE(at.data.tenants.find(bare.substr(1)));
    CHECK_FALSE(at.data.tenants.find(""));
}

TEST_CASE("a slug is unique, and fit for a path", "[store][tenants]") {
    opened_store at;
    for (const std::string bad : {"default", "", "A", "a b", "a/b", "ä"}) {
        CAPTURE(bad);
        CHECK_FALSE(at.data.tenants.add("Name", bad));
    }
    CHECK(at.data.tenants.add("Name", std::string(64, 'a')));
    CHECK_FALSE(at.data.tenants.add("Name", std::string(65, 'a')));
}

TEST_CASE("random bytes become a UUID of version 4", "[store][uuid]") {
    CHECK(to_uuid(std::string(16, '\xff')) == "ffffffff-ffff-4fff-bfff-ffffffffffff");
    CHECK(to_uuid(std::string(16, '\0')) == "00000000-0000-4000-8000-000000000000");
    CHECK(with_dashes("FFFFFFFFffff4fffbfffFFFFFFFFFFFF") == "ffffffff-ffff-4fff-bfff-ffffffffffff");
    CHECK(with_dashes("something else") == "something else");
}
