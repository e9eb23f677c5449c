#include "call_log.hpp"

#include "support/catch.hpp"

using namespace simulator;

TEST_CASE("calls are numbered through and the oldest are dropped", "[call_log]") {
    call_log log;
    for (int i = 0; i < 20001; ++i)
        log.called({.path = "/a"}, time_point{});
    auto told = log.calls();
    CHECK(told.at("count") == 20001);
    CHECK(told.at("calls").as_array().size() == 20000);
    CHECK(told.at("calls").at(0).at("number") == 2);
}

TEST_CASE("a forgotten connection that is open can still close", "[call_log]") {
    call_log log;
    auto number = log.accepted("127.0.0.1");
    log.forget_connections();
    CHECK(log.connections().at("connections").at(0).at("open") == true);
    log.closed(number);
    CHECK(log.connections().at("connections").at(0).at("open") == false);
    log.forget_connections();
    CHECK(log.connections().at("connections").as_array().empty());
    CHECK(log.accepted("127.0.0.1") == number + 1);
}
