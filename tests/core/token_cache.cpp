#include "core/token_cache.hpp"

#include "support/catch.hpp"

using namespace wecom;
using namespace std::chrono_literals;

namespace {

using state = token_cache::state;

constexpr token_cache::time_point start{1h};

app_token a_token(const char* value = "token", std::chrono::seconds lifetime = 7200s) {
    return {secret{std::string{value}}, lifetime};
}

token_cache with_token() {
    token_cache out;
    out.store(a_token(), start);
    return out;
}

}  // namespace

TEST_CASE("a token serves, is refreshed at nine tenths of its life, and ends", "[token_cache]") {
    token_cache cache;
    CHECK(cache.peek(start) == state::absent);

    cache.store(a_token("first"), start);
    CHECK(cache.peek(start) == state::usable);
    CHECK(cache.token().value->reveal() == "first");
    CHECK(cache.peek(start + 6480s - 1ns) == state::usable);

    CHECK(cache.peek(start + 6480s) == state::refresh_due);
    CHECK(cache.token().value->reveal() == "first");
    CHECK(cache.peek(start + 7200s - 1ns) == state::refresh_due);
    CHECK(cache.peek(start + 7200s) == state::absent);

    cache.store(a_token("second"), start + 7200s);
    CHECK(cache.peek(start + 7200s) == state::usable);
    CHECK(cache.token().value->reveal() == "second");
}

TEST_CASE("a refused token is dropped, the one that replaced it stays", "[token_cache][T49]") {
    auto cache = with_token();
    const auto refused = cache.token().generation;
    cache.invalidate(refused);
    CHECK(cache.peek(start) == state::absent);

    cache.store(a_token("fresh"), start);
    cache.invalidate(refused);  // of a login that was still under way with the old one
    CHECK(cache.peek(start) == state::usable);
    CHECK(cache.token().value->reveal() == "fresh");
}

TEST_CASE("the same token fetched again is a new generation", "[token_cache]") {
    auto cache = with_token();
    const auto first = cache.token().generation;
    cache.store(a_token(), start);
    CHECK(cache.token().generation != first);
}

TEST_CASE("a login keeps the token it took, whatever happens to the cache", "[token_cache]") {
    auto cache = with_token();
    const auto taken = cache.token();
    cache.invalidate(taken.generation);
    cache.store(a_token("fresh"), start);
    CHECK(taken.value->reveal() == "token");
}

TEST_CASE("a failure that lasts is remembered for as long as it would be useless to ask", "[token_cache]") {
    const std::pair<errc, std::chrono::seconds> table[] = {
        {errc::credential, 30s}, {errc::ip_not_trusted, 30s}, {errc::rate, 60s},
        {errc::busy, 0s},        {errc::connect, 0s},         {errc::deadline, 0s},
        {errc::json, 0s},        {errc::schema, 0s},          {errc::upstream, 0s},
    };
    for (const auto& [code, pause] : table) {
        INFO(facts(code).reason);
        token_cache cache;
        cache.fail({.code = code, .detail = "why"}, start);
        CHECK(cache.peek(start) == (pause > 0s ? state::failing : state::absent));
        CHECK(cache.peek(start + pause) == state::absent);
        if (pause == 0s) continue;
        CHECK(cache.peek(start + pause - 1ns) == state::failing);
        CHECK(cache.failure().code == code);
        CHECK(cache.failure().detail == "why");
    }
}

TEST_CASE("a token that still lives serves while its refresh fails", "[token_cache]") {
    auto cache = with_token();
    const auto due = start + 6480s;
    cache.fail({.code = errc::credential}, due);
    CHECK(cache.peek(due) == state::usable);
    CHECK(cache.peek(due + 30s) == state::refresh_due);

    cache.fail({.code = errc::rate}, start + 7199s);
    CHECK(cache.peek(start + 7200s) == state::failing);
}

TEST_CASE("a fetched token ends the memory of a failure", "[token_cache]") {
    token_cache cache;
    cache.fail({.code = errc::credential}, start);
    cache.store(a_token(), start + 1s);
    CHECK(cache.peek(start + 1s) == state::usable);
    cache.invalidate(cache.token().generation);
    CHECK(cache.peek(start + 1s) == state::absent);
}
