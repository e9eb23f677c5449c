#include "core/token_cache.hpp"

#include "core/retry.hpp"
#include "support/catch.hpp"

using namespace wecom;
using namespace std::chrono_literals;

namespace {

const error refusal{.code = errc::token_refused, .upstream_code = 40014};

using state = token_cache::state;

constexpr token_cache::time_point start{1h};
constexpr std::uint32_t middle = 50, earliest = 0, latest = 100;  // of the jitter of a refresh

app_token a_token(const char* value = "token", std::chrono::seconds lifetime = 7200s) {
    return {secret{std::string{value}}, lifetime};
}

// A fetched token that serves, though WeCom has not been shown it.
token_cache with_token() {
    token_cache out;
    out.store(a_token(), start, middle);
    return out;
}

// The same again and again: fetched, and refused at once.
void refuse_next(token_cache& cache, token_cache::time_point now) {
    cache.store(a_token(), now, middle);
    cache.refuse(cache.token().generation, refusal, now);
}

}  // namespace

TEST_CASE("a token serves, is refreshed at nine tenths of its life, and ends", "[token_cache]") {
    token_cache cache;
    CHECK(cache.peek(start) == state::absent);

    cache.store(a_token("first"), start, middle);
    CHECK(cache.peek(start) == state::usable);
    CHECK(cache.token().value->reveal() == "first");
    CHECK(cache.peek(start + 6480s - 1ns) == state::usable);

    CHECK(cache.peek(start + 6480s) == state::refresh_due);
    CHECK(cache.token().value->reveal() == "first");
    CHECK(cache.peek(start + 7200s - 1ns) == state::refresh_due);
    CHECK(cache.peek(start + 7200s) == state::absent);

    cache.store(a_token("second"), start + 7200s, middle);
    CHECK(cache.peek(start + 7200s) == state::usable);
    CHECK(cache.token().value->reveal() == "second");
}

TEST_CASE("many who got a token together do not refresh it together", "[token_cache]") {
    const auto [random, due] =
        GENERATE(table<std::uint32_t, std::chrono::seconds>({{earliest, 6120s}, {latest, 6840s}, {latest + 1, 6120s}}));
    token_cache cache;
    cache.store(a_token(), start, random);
    CHECK(cache.peek(start + due - 1ms) == state::usable);
    CHECK(cache.peek(start + due) == state::refresh_due);
}

TEST_CASE("a refused token is dropped, the one that replaced it stays", "[token_cache][T49]") {
    auto cache = with_token();
    const auto refused = cache.token().generation;
    cache.refuse(refused, refusal, start);
    CHECK(cache.peek(start) == state::absent);

    cache.store(a_token("fresh"), start, middle);
    cache.refuse(refused, refusal, start);  // of a login that was still under way with the old one
    CHECK(cache.peek(start) == state::usable);
    CHECK(cache.token().value->reveal() == "fresh");
}

TEST_CASE("the same token fetched again is a new generation", "[token_cache]") {
    auto cache = with_token();
    const auto first = cache.token().generation;
    cache.store(a_token(), start, middle);
    CHECK(cache.token().generation != first);
}

TEST_CASE("a login keeps the token it took, whatever happens to the cache", "[token_cache]") {
    auto cache = with_token();
    const auto taken = cache.token();
    cache.refuse(taken.generation, refusal, start);
    cache.store(a_token("fresh"), start, middle);
    CHECK(taken.value->reveal() == "token");
}

TEST_CASE("F43: when a token and its successor are refused, fetching stops for 5 s, then 10 s, ... a minute",
          "[token_cache][F43]") {
    token_cache cache;
    refuse_next(cache, start);
    CHECK(cache.peek(start) == state::absent);

    auto now = start;
    for (const auto pause : {5s, 10s, 20s, 40s, 60s, 60s}) {
        refuse_next(cache, now);
        CHECK(cache.peek(now + pause - 1ms) == state::failing);
        CHECK(cache.failure(now).code == errc::token_refused);
        CHECK(cache.failure(now).retry_after == pause);
        now += pause;
        CHECK(cache.peek(now) == state::absent);
    }
}

TEST_CASE("F44: a token that was taken may die, and so may the next", "[token_cache][F44]") {
    token_cache cache;
    for (int i = 0; i < 5; ++i) {
        cache.store(a_token(), start, middle);
        cache.confirm(cache.token().generation);
        cache.refuse(cache.token().generation, refusal, start);
        CHECK(cache.peek(start) == state::absent);
    }
}

TEST_CASE("the word of an old token is nothing for the new one", "[token_cache]") {
    auto cache = with_token();
    const auto first = cache.token().generation;
    cache.refuse(first, refusal, start);
    cache.store(a_token("fresh"), start, middle);
    cache.confirm(first);
    cache.refuse(cache.token().generation, refusal, start);
    CHECK(cache.peek(start) == state::failing);
}

TEST_CASE("a failure that lasts is remembered for as long as it would be useless to ask", "[token_cache]") {
    const auto [code, retry_after, pause] = GENERATE(table<errc, std::chrono::seconds, std::chrono::seconds>(
        {{errc::credential, 0s, 30s}, {errc::ip_not_trusted, 0s, 30s}, {errc::rate, 60s, 60s}, {errc::rate, 7s, 7s}}));
    INFO(facts(code).reason);
    token_cache cache;
    cache.fail({.code = code, .detail = "why", .retry_after = retry_after}, start, 0);
    CHECK(cache.peek(start + pause - 1ms) == state::failing);
    CHECK(cache.failure(start + 1s).code == code);
    CHECK(cache.failure(start + 1s).detail == "why");
    CHECK(cache.failure(start + 1s).retry_after == pause - 1s);
    CHECK(cache.peek(start + pause) == state::absent);
}

TEST_CASE("after any other failure the next caller asks again, after a busy WeCom with a pause", "[token_cache]") {
    const auto [code, waits] = GENERATE(table<errc, bool>({{errc::busy, true},
                                                           {errc::rate, true},
                                                           {errc::connect, false},
                                                           {errc::json, false},
                                                           {errc::upstream, false}}));
    INFO(facts(code).reason);
    token_cache cache;
    cache.fail({.code = code}, start, 50);
    CHECK(cache.peek(start) == state::absent);
    CHECK((cache.fetch_from() == start + 50ms) == waits);
    cache.fail({.code = code}, start, 100);
    CHECK((cache.fetch_from() == start + 100ms) == waits);
}

TEST_CASE("a token that still lives serves while its refresh fails", "[token_cache]") {
    auto cache = with_token();
    const auto due = start + 6480s;
    cache.fail({.code = errc::credential}, due, 0);
    CHECK(cache.peek(due) == state::usable);
    CHECK(cache.peek(due + 30s) == state::refresh_due);

    cache.fail({.code = errc::connect}, due + 30s, 50);
    CHECK(cache.peek(due + 30s + 49ms) == state::usable);
    CHECK(cache.peek(due + 30s + 50ms) == state::refresh_due);

    cache.fail({.code = errc::rate, .retry_after = 60s}, start + 7199s, 0);
    CHECK(cache.peek(start + 7200s) == state::failing);
}

TEST_CASE("a fetched token ends the memory of a failure", "[token_cache]") {
    token_cache cache;
    cache.fail({.code = errc::credential}, start, 0);
    cache.store(a_token(), start + 1s, middle);
    CHECK(cache.peek(start + 1s) == state::usable);
    cache.refuse(cache.token().generation, refusal, start + 1s);
    CHECK(cache.peek(start + 1s) == state::absent);
}
