#include "core/name_cache.hpp"

#include "support/outcome.hpp"

using namespace wecom;
using namespace std::chrono_literals;

namespace {

constexpr name_cache::time_point start{1h};
const address_list some{"192.0.2.1", "2001:db8::1"}, others{"192.0.2.2"};
const error unknown{.code = errc::dns, .detail = "unknown"};

// What is answered without a question: "ask", the first address, or the reason of a failure.
std::string peek(const name_cache& cache, name_cache::time_point now) {
    const auto known = cache.peek("a.example", now);
    if (!known) return "ask";
    return *known ? known->value().front() : std::string{outcome(*known)};
}

}  // namespace

TEST_CASE("T42: addresses serve for a minute", "[name_cache][T42]") {
    name_cache cache;
    CHECK(peek(cache, start) == "ask");
    CHECK(cache.learn("a.example", some, start).value() == some);
    CHECK(peek(cache, start) == "192.0.2.1");
    CHECK(peek(cache, start + 60s - 1ms) == "192.0.2.1");
    CHECK(peek(cache, start + 60s) == "ask");
    CHECK(!cache.peek("b.example", start));
}

TEST_CASE("F63: a failure serves for a second", "[name_cache][F63]") {
    name_cache cache;
    CHECK(outcome(cache.learn("a.example", unknown, start)) == "dns");
    CHECK(peek(cache, start + 1s - 1ms) == "dns");
    CHECK(peek(cache, start + 1s) == "ask");
    CHECK(cache.learn("a.example", some, start + 1s).value() == some);
    CHECK(peek(cache, start + 1s) == "192.0.2.1");
}

TEST_CASE("F65: addresses outlive failures, but not by more than ten minutes", "[name_cache][F65][T42]") {
    name_cache cache;
    CHECK(cache.learn("a.example", some, start).has_value());
    CHECK(cache.learn("a.example", unknown, start + 61s).value() == some);
    CHECK(peek(cache, start + 61s) == "192.0.2.1");
    CHECK(peek(cache, start + 62s) == "ask");
    CHECK(cache.last_known("a.example", start + 62s) == some);
    CHECK(cache.learn("a.example", unknown, start + 10min - 1ms).value() == some);

    CHECK(outcome(cache.learn("a.example", unknown, start + 10min)) == "dns");
    CHECK(peek(cache, start + 10min) == "dns");
    CHECK(!cache.last_known("a.example", start + 10min));
}

TEST_CASE("new addresses take the place of the old", "[name_cache]") {
    name_cache cache;
    CHECK(cache.learn("a.example", some, start).has_value());
    CHECK(cache.learn("a.example", others, start + 61s).value() == others);
    CHECK(peek(cache, start + 120s) == "192.0.2.2");
    CHECK(cache.last_known("a.example", start + 10min) == others);
}
