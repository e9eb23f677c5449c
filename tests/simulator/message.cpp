#include "message.hpp"

#include "support/catch.hpp"

using namespace simulator;

TEST_CASE("a target is split and its query decoded once", "[message]") {
    auto made = make_request("GET", "/cgi-bin/user/get?userid=o.brien%40dublin&name=%E5%BC%A0+a%2Bb&flag&x=%2541");
    REQUIRE(made);
    CHECK(made->path == "/cgi-bin/user/get");
    CHECK(made->parameter("userid") == "o.brien@dublin");
    CHECK(made->parameter("name") == "\xE5\xBC\xA0 a+b");
    CHECK(made->parameter("flag").empty());
    CHECK(made->parameter("x") == "%41");
    CHECK(made->parameter("absent").empty());
}

TEST_CASE("the first of two parameters counts", "[message]") {
    CHECK(make_request("GET", "/?a=1&a=2")->parameter("a") == "1");
}

TEST_CASE("a target that is not a path is refused", "[message]") {
    for (auto target : {"", "http://host/", "a", "/a b", "/?a=%zz"}) {
        CAPTURE(target);
        CHECK_FALSE(make_request("GET", target));
    }
}

TEST_CASE("a form is read like a query", "[message]") {
    CHECK(parse_parameters("a=1+2&b=%26") == parameters{{"a", "1 2"}, {"b", "&"}});
    CHECK(parse_parameters("").empty());
    CHECK(parse_parameters("{\"a\": 1}").empty());
}

TEST_CASE("a date is written as HTTP wants it", "[message]") {
    CHECK(http_date(time_point{}) == "Thu, 01 Jan 1970 00:00:00 GMT");
}
