#include "simulation.hpp"

#include "stage.hpp"
#include "support/catch.hpp"

using namespace simulator;

TEST_CASE("API and pages answer side by side and both are noted", "[simulation]") {
    stage on;
    CHECK(answer(on.state, stage::get("/cgi-bin/gettoken", {}), on.now).message.status == 200);
    CHECK(answer(on.state, stage::qr_visit("lisi"), on.now).message.status == 302);
    CHECK(answer(on.state, stage::get("/", {}), on.now).message.status == 404);
    CHECK(on.state.log.calls().at("count") == 3);
}

TEST_CASE("the simulator's clock runs ahead of the real one", "[simulation]") {
    stage on;
    on.state.advanced = std::chrono::hours(1);
    auto body = answer(on.state, stage::get("/cgi-bin/gettoken", {}), on.now).message.body;
    CHECK_THAT(body, Catch::Matchers::ContainsSubstring("hint: [1795403600"));
}

TEST_CASE("plain http is sent to https with the same path and query", "[simulation]") {
    struct row {
        const char* host;
        unsigned port;
        const char* location;
    };
    auto given = GENERATE(values<row>({
        {"qyapi.weixin.qq.com", 443, "https://qyapi.weixin.qq.com/cgi-bin/gettoken?corpid=a"},
        {"127.0.0.1:8080", 8443, "https://127.0.0.1:8443/cgi-bin/gettoken?corpid=a"},
    }));
    auto from = *make_request("GET", "/cgi-bin/gettoken?corpid=a");
    from.headers["host"] = given.host;
    auto answered = answer_plain_http(from, given.port, time_point{});
    CHECK(answered.status == 301);
    std::pair<std::string, std::string> location{"Location", given.location};
    CHECK_THAT(answered.headers, Catch::Matchers::VectorContains(location));
    CHECK_THAT(answered.body, Catch::Matchers::ContainsSubstring("301 Moved Permanently"));
}
