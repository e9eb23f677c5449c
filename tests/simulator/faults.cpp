#include "faults.hpp"

#include "json_reader.hpp"
#include "stage.hpp"
#include "support/catch.hpp"

using namespace simulator;
using namespace std::chrono_literals;
namespace json = boost::json;

namespace {

const auto gettoken = stage::get("/cgi-bin/gettoken", {});

struct faulty : stage {
    explicit faulty(const char* fault) { state.faults.add(read_fault(json::parse(fault), now)); }

    reply answered(const request& from = gettoken) { return answer(state, from, now); }
    int errcode_of(const reply& given) { return json::parse(given.message.body).at("errcode").to_number<int>(); }
};

std::string complaint(const char* fault) {
    try {
        read_fault(json::parse(fault), time_point{});
    } catch (const malformed& reason) {
        return reason.what();
    }
    return "none";
}

}  // namespace

TEST_CASE("an errcode befalls N calls of its path and no more", "[faults]") {
    faulty on(R"({"path":"/cgi-bin/gettoken","kind":"errcode","errcode":-1,"times":2})");
    CHECK(on.errcode_of(on.answered(stage::get("/cgi-bin/user/get", {}))) == 41001);
    CHECK(on.errcode_of(on.answered()) == -1);
    CHECK(on.errcode_of(on.answered()) == -1);
    CHECK(on.errcode_of(on.answered()) == 41004);
}

TEST_CASE("an errcode can last for a time on the simulator's clock", "[faults]") {
    faulty on(R"({"path":"*","kind":"errcode","errcode":45009,"seconds":60})");
    on.now += 59s;
    CHECK(on.errcode_of(on.answered()) == 45009);
    on.now += 1s;
    CHECK(on.errcode_of(on.answered()) == 41004);
}

TEST_CASE("a fault without a number of times lasts", "[faults]") {
    faulty on(R"({"path":"*","kind":"errcode","errcode":60020})");
    for (int i = 0; i < 5; ++i)
        CHECK(on.errcode_of(on.answered()) == 60020);
    on.state.faults.clear();
    CHECK(on.errcode_of(on.answered()) == 41004);
}

TEST_CASE("faults come in the order in which they were added", "[faults]") {
    faulty on(R"({"path":"*","kind":"errcode","errcode":40014,"times":1})");
    on.state.faults.add(read_fault(json::parse(R"({"path":"*","kind":"errcode","errcode":42001,"times":1})"), on.now));
    CHECK(on.errcode_of(on.answered()) == 40014);
    CHECK(on.errcode_of(on.answered()) == 42001);
}

TEST_CASE("an HTTP status comes with a proxy's page", "[faults]") {
    faulty on(R"({"path":"*","kind":"http_status","status":502})");
    CHECK(on.answered().message.status == 502);
    CHECK_THAT(on.answered().message.body, Catch::Matchers::StartsWith("<html>"));
}

TEST_CASE("a body replaces the answer at status 200", "[faults]") {
    faulty on(R"({"path":"*","kind":"body","body":"{\"errcode\":"})");
    CHECK(on.answered().message.status == 200);
    CHECK(on.answered().message.body == "{\"errcode\":");
}

TEST_CASE("the true answer can be spoilt on its way", "[faults]") {
    faulty truncating(R"({"path":"*","kind":"truncate"})");
    CHECK(truncating.answered().how == delivery::truncated);
    CHECK(truncating.errcode_of(truncating.answered()) == 41004);
    faulty closing(R"({"path":"*","kind":"close"})");
    CHECK(closing.answered().how == delivery::whole_then_close);
    faulty delaying(R"({"path":"*","kind":"delay","milliseconds":1500})");
    CHECK(delaying.answered().delay == 1500ms);
    CHECK(delaying.errcode_of(delaying.answered()) == 41004);
}

TEST_CASE("a reset and a hang answer nothing and change nothing", "[faults]") {
    faulty resetting(R"({"path":"*","kind":"reset"})");
    CHECK(resetting.answered().how == delivery::reset);
    faulty hanging(R"({"path":"/cgi-bin/auth/getuserinfo","kind":"hang","times":1})");
    auto code = hanging.code(stage::qr_visit("lisi"));
    auto from = stage::get("/cgi-bin/auth/getuserinfo", {{"access_token", hanging.token()}, {"code", code}});
    CHECK(hanging.answered(from).how == delivery::never);
    CHECK(hanging.errcode_of(hanging.answered(from)) == 0);
}

TEST_CASE("a page can be at fault like an endpoint", "[faults]") {
    faulty on(R"({"path":"/wwopen/sso/qrConnect","kind":"http_status","status":503})");
    CHECK(on.answered(stage::qr_visit("lisi")).message.status == 503);
}

TEST_CASE("a malformed fault is refused with the place", "[faults]") {
    CHECK(complaint(R"({"kind":"hang"})") == "/path: is missing");
    CHECK_THAT(complaint(R"({"path":"*","kind":"slow"})"), Catch::Matchers::StartsWith("/kind: is none of errcode, "));
    CHECK(complaint(R"({"path":"*","kind":"errcode"})") == "/errcode: is missing");
    CHECK(complaint(R"({"path":"*","kind":"http_status","status":99})") ==
          "/status: must be an HTTP status from 200 to 599");
    CHECK(complaint(R"({"path":"*","kind":"hang","times":0})") == "/times: must be positive");
    CHECK(complaint(R"({"path":"*","kind":"hang","status":502})") == "/status: is not known");
}
