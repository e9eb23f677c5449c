#include "stage.hpp"
#include "support/catch.hpp"

using namespace simulator;

namespace {

boost::json::object user(stage& on, std::string userid, const char* secret = stage::portal_secret) {
    return on.call("user/get", {{"access_token", on.token(secret)}, {"userid", std::move(userid)}});
}

}  // namespace

TEST_CASE("user/get refuses in the known order", "[contact_api]") {
    stage on;
    CHECK(user(on, "").at("errcode") == 41009);
    CHECK(user(on, std::string(65, 'a')).at("errcode") == 40058);
    CHECK(user(on, "ww90b7d25e4c1fa836/ZhangSan").at("errcode") == 40003);
    CHECK(user(on, "nobody").at("errcode") == 60111);
    CHECK(user(on, "oKz7q1PsVtN3mYw8RbXc5LdEf2Gh").at("errcode") == 60111);
    CHECK(user(on, "Invisible").at("errcode") == 60011);
}

TEST_CASE("a member is found in any case and told in the canonical one", "[contact_api]") {
    stage on;
    auto found = user(on, "ZHANGSAN");
    CHECK(found.at("userid") == "ZhangSan");
    CHECK(found.at("name") == "张三");
    CHECK(found.at("status") == 1);
    CHECK(boost::json::serialize(found.at("department")) == "[1,2]");
    CHECK(boost::json::serialize(found.at("order")) == "[10,0]");
    CHECK(boost::json::serialize(found.at("is_leader_in_dept")) == "[1,0]");
    CHECK(found.at("main_department") == 1);
}

TEST_CASE("a member's status is told", "[contact_api]") {
    stage on;
    CHECK(user(on, "Disabled").at("status") == 2);
    CHECK(user(on, "NotActivated").at("status") == 4);
    CHECK(user(on, "Departed").at("status") == 5);
}

TEST_CASE("a userid with every permitted character is found", "[contact_api]") {
    stage on;
    CHECK(user(on, "o.brien@dublin").at("name") == "Siobhán O'Brien <QA & \"Ops\">");
}

TEST_CASE("sensitive details are for apps created before 2022-06-20", "[contact_api]") {
    stage on;
    auto hidden = user(on, "ZhangSan");
    CHECK_FALSE(hidden.contains("mobile"));
    CHECK_FALSE(hidden.contains("avatar"));
    CHECK(hidden.at("gender") == "0");
    auto shown = user(on, "ZhangSan", stage::attendance_secret);
    CHECK(shown.at("mobile") == "13800000001");
    CHECK(shown.at("gender") == "1");
    CHECK(shown.at("thumb_avatar") == "https://wework.qpic.example/bizmail/zhangsan/100");
}

TEST_CASE("departments outside the visible range are not told", "[contact_api]") {
    stage on;
    CHECK(user(on, "lisi", stage::attendance_secret).at("department").as_array().empty());
}

TEST_CASE("the same userid is another person in another corporation", "[contact_api]") {
    stage on;
    auto token = on.token(stage::other_secret, stage::other_corpid);
    CHECK(on.errcode("user/get", {{"access_token", token}, {"userid", "zhangsan"}}) == 0);
    CHECK(on.errcode("user/get", {{"access_token", token}, {"userid", "lisi"}}) == 60111);
}

TEST_CASE("user/get takes POST as well, like the real one from some clients", "[contact_api]") {
    stage on;
    auto from = stage::get("/cgi-bin/user/get", {{"access_token", on.token()}, {"userid", "lisi"}});
    from.method = "POST";
    CHECK(on.call(from).at("errcode") == 0);
}
