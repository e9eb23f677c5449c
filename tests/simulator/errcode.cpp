#include "errcode.hpp"

#include "support/catch.hpp"

using namespace simulator;

TEST_CASE("an errcode has WeCom's text", "[errcode]") {
    CHECK(errcode_text(0) == "ok");
    CHECK(errcode_text(60020) == "not allow to access from your ip");
    CHECK(errcode_text(7) == "unknown error");
}

TEST_CASE("the tail has the shape of captured ones", "[errcode]") {
    time_point now{std::chrono::seconds(1662317178)};
    CHECK(hint_tail(60020, now, "339603627481038", "114.132.235.244") ==
          ", hint: [1662317178339603627481038], from ip: 114.132.235.244, "
          "more info at https://open.work.weixin.qq.com/devtool/query?e=60020");
}
