#include "fixtures.hpp"

#include "support/catch.hpp"

using namespace simulator;

namespace {

std::string complaint(std::string_view text) {
    try {
        read_directory(parse_json(text));
    } catch (const malformed& reason) {
        return reason.what();
    }
    return "none";
}

std::string with_app(std::string members) {
    return R"({"corporations":[{"corpid":"ww1","name":"A","apps":[{"agentid":1,"name":"x","secret":"s")" + members +
           "}]}]}";
}

std::string with_people(std::string people) {
    return R"({"corporations":[{"corpid":"ww1","name":"A","people":[)" + people + "]}]}";
}

}  // namespace

TEST_CASE("the default fixtures hold two corporations and people of every kind", "[fixtures]") {
    auto all = read_directory(default_fixtures());
    REQUIRE(all.corporations.size() == 2);
    auto& first = all.corporations[0];
    CHECK(first.apps.size() == 2);
    CHECK(first.apps[0].secret.size() == 43);
    CHECK(find_person(first, "zhangsan")->userid == "ZhangSan");
    CHECK(find_person(first, "lisi")->name == "李四 \xF0\x9F\x9A\x80");
    CHECK_FALSE(sees(first.apps[0], *find_person(first, "Invisible")));
    CHECK(find_person(first, "Disabled")->status == member_status::disabled);
    CHECK(find_person(first, "NotActivated")->status == member_status::not_activated);
    CHECK(find_person(first, "Departed")->status == member_status::left);
    CHECK(find_person(first, "ww90b7d25e4c1fa836/ZhangSan")->linked());
    CHECK(find_person(first, "oKz7q1A9uJ4kZr6TnWvB0SxQe8Mp")->external());
    CHECK(find_person(all.corporations[1], "zhangsan") != nullptr);
}

TEST_CASE("malformed fixtures are refused with the place", "[fixtures]") {
    struct row {
        std::string text;
        const char* complaint;
    };
    auto given = GENERATE(values<row>({
        {"[]", "/: must be an object"},
        {"{}", "/corporations: must have at least one corporation"},
        {R"({"corporations":{}})", "/corporations: must be an array"},
        {R"({"corporations":[{"name":"A"}]})", "/corporations/0/corpid: is missing"},
        {R"({"corporations":[{"corpid":7,"name":"A"}]})", "/corporations/0/corpid: must be a string"},
        {R"({"corporations":[{"corpid":"a","name":"A"},{"corpid":"a","name":"B"}]})",
         "/corporations/1/corpid: is there twice"},
        {with_app(R"(,"enabled":"yes")"), "/corporations/0/apps/0/enabled: must be true or false"},
        {with_app(R"(,"enable":true)"), "/corporations/0/apps/0/enable: is not known"},
        {with_app(R"(,"allow_partys":["1"])"), "/corporations/0/apps/0/allow_partys/0: must be an integer"},
        {with_app(R"(,"trusted_domains":["ok.example","http://x"])"),
         "/corporations/0/apps/0/trusted_domains/1: is not host or host:port; enter neither scheme nor path"},
        {with_app(R"(,"sensitive_fields":["shoe_size"])"),
         "/corporations/0/apps/0/sensitive_fields/0: is none of gender, avatar, qr_code, mobile, email, biz_mail, "
         "address"},
        {with_people(R"({"name":"n"})"), "/corporations/0/people/0/userid: a person has either a userid or an openid"},
        {with_people(R"({"name":"n","userid":"a","status":3})"),
         "/corporations/0/people/0/status: is none of 1 (active), 2 (disabled), 4 (not activated), 5 (left)"},
        {with_people(R"({"name":"n","userid":"a"},{"name":"m","userid":"A"})"),
         "/corporations/0/people/1: has an id that somebody else has"},
    }));
    CHECK(complaint(given.text) == given.complaint);
}

TEST_CASE("text that is not JSON is refused as that", "[fixtures]") {
    CHECK_THAT(complaint("{"), Catch::Matchers::StartsWith("/: is not JSON: "));
}
