#include "core/cool_down.hpp"

#include "support/catch.hpp"

using namespace wecom;
using namespace std::chrono_literals;

namespace {

constexpr cool_down::time_point start{100h};

}  // namespace

TEST_CASE("F47: an API that is called too often is left alone for a minute, the others are not", "[cool_down][F47]") {
    cool_down paused;
    CHECK_FALSE(paused.refuse(api_call::getuserinfo, start));
    paused.note(api_call::getuserinfo, upstream_error(api_call::getuserinfo, 45009, ""), start);

    const auto why = paused.refuse(api_call::getuserinfo, start + 20s);
    REQUIRE(why);
    CHECK(why->code == errc::rate);
    CHECK(why->upstream_code == 45009);
    CHECK(why->retry_after == 40s);
    CHECK_FALSE(paused.refuse(api_call::user_get, start));
    CHECK_FALSE(paused.refuse(api_call::getuserinfo, start + 60s));
}

TEST_CASE("F35: a pause that a server asks for is kept", "[cool_down][F35]") {
    cool_down paused;
    paused.note(api_call::getuserinfo, {.code = errc::rate, .retry_after = 7s}, start);
    CHECK(paused.refuse(api_call::getuserinfo, start + 7s - 1ms));
    CHECK_FALSE(paused.refuse(api_call::getuserinfo, start + 7s));
}

TEST_CASE("an API that refuses good tokens is left alone for a minute", "[cool_down]") {
    cool_down paused;
    paused.note(api_call::user_get, {.code = errc::token_refused}, start);
    CHECK(paused.refuse(api_call::user_get, start + 59s));
    CHECK_FALSE(paused.refuse(api_call::user_get, start + 60s));
}

TEST_CASE("no other failure pauses anything", "[cool_down]") {
    const auto code = GENERATE(errc::busy, errc::code_invalid, errc::http_status, errc::net, errc::rate);
    cool_down paused;
    paused.note(api_call::getuserinfo, {.code = code}, start);
    CHECK_FALSE(paused.refuse(api_call::getuserinfo, start));
}
