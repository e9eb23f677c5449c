#include "web/login_limit.hpp"

#include "support/catch.hpp"

using namespace host;
using namespace std::chrono_literals;

namespace {

constexpr login_limit::time start{};

}  // namespace

TEST_CASE("so many tries at once, then one every interval", "[login_limit]") {
    login_limit limit{{3, 20s}, "salt"};
    for (int i = 0; i < 3; ++i)
        CHECK_FALSE(limit.begin("a", start));
    CHECK(limit.begin("a", start) == 20s);
    CHECK(limit.begin("a", start + 19s) == 1s);
    CHECK_FALSE(limit.begin("a", start + 20s));
    CHECK(limit.begin("a", start + 20s) == 20s);
}

TEST_CASE("a try that succeeded does not count", "[login_limit]") {
    login_limit limit{{3, 20s}, "salt"};
    for (int i = 0; i < 100; ++i) {
        CHECK_FALSE(limit.begin("a", start));
        limit.succeeded("a");
    }
}

TEST_CASE("who waits long enough has all tries again, and no more", "[login_limit]") {
    login_limit limit{{3, 20s}, "salt"};
    for (int i = 0; i < 3; ++i)
        limit.begin("a", start);
    for (int i = 0; i < 3; ++i)
        CHECK_FALSE(limit.begin("a", start + 24h));
    CHECK(limit.begin("a", start + 24h));
}

TEST_CASE("others are not concerned, even if a thousand have used up theirs", "[login_limit]") {
    login_limit limit{{3, 20s}, "salt"};
    for (int key = 0; key < 1000; ++key)
        for (int i = 0; i < 4; ++i)
            limit.begin("attacker " + std::to_string(key), start);
    int refused = 0;
    for (int key = 0; key < 1000; ++key)
        refused += limit.begin("person " + std::to_string(key), start).has_value();
    CHECK(refused < 50);  // both of a person's places were used up by others: one or two in a hundred
}

TEST_CASE("an IPv6 network counts as one, an IPv4 address for itself", "[login_limit]") {
    CHECK(limit_key("2001:db8:1:2::1") == limit_key("2001:db8:1:2:ffff:ffff:ffff:ffff"));
    CHECK(limit_key("2001:db8:1:2::1") != limit_key("2001:db8:1:3::1"));
    CHECK(limit_key("192.0.2.1") != limit_key("192.0.2.2"));
    CHECK(limit_key("::ffff:192.0.2.1") != limit_key("::ffff:192.0.2.2"));
}
