#include "directory.hpp"

#include "support/catch.hpp"

using namespace simulator;

TEST_CASE("an app is found by its number, also as text", "[directory]") {
    corporation corp{.corpid = "ww1", .name = "A", .apps = {{.agentid = 1000002}}, .people = {}};
    CHECK(find_app(corp, 1000002) == &corp.apps[0]);
    CHECK(find_app(corp, "1000002") == &corp.apps[0]);
    for (auto wrong : {"", "1000003", "1000002x", "x", " 1000002", "99999999999999"}) {
        CAPTURE(wrong);
        CHECK(find_app(corp, wrong) == nullptr);
    }
}

TEST_CASE("userids ignore case and openids do not", "[directory]") {
    corporation corp;
    corp.people.push_back({.userid = "ZhangSan"});
    corp.people.push_back({.openid = "oAbC"});
    CHECK(find_person(corp, "zhangsan") == &corp.people[0]);
    CHECK(find_person(corp, "oAbC") == &corp.people[1]);
    CHECK(find_person(corp, "oabc") == nullptr);
    CHECK(find_person(corp, "") == nullptr);
}

TEST_CASE("an app sees the people it names and those of its departments", "[directory]") {
    app viewer{.allow_users = {"lisi"}, .allow_partys = {1}};
    CHECK(sees(viewer, {.userid = "lisi"}));
    CHECK(sees(viewer, {.userid = "a", .departments = {{.department = 9}, {.department = 1}}}));
    CHECK_FALSE(sees(viewer, {.userid = "b", .departments = {{.department = 9}}}));
    CHECK_FALSE(sees(viewer, {.openid = "oAbC"}));
}
