#include "core/address_order.hpp"

#include "support/catch.hpp"

#include <algorithm>

using namespace wecom;
using namespace std::chrono_literals;

namespace {
constexpr address_order::time_point now{1h};
}

TEST_CASE("the families take turns, and the one that was found first begins", "[address_order]") {
    const address_order order;
    const struct {
        address_list found, tried;
    } table[] = {
        {{}, {}},
        {{"192.0.2.1"}, {"192.0.2.1"}},
        {{"192.0.2.1", "192.0.2.2", "::1", "::2"}, {"192.0.2.1", "::1", "192.0.2.2", "::2"}},
        {{"::1", "::2", "::3", "192.0.2.1"}, {"::1", "192.0.2.1", "::2", "::3"}},
        {{"192.0.2.1", "::1", "::2", "192.0.2.2"}, {"192.0.2.1", "::1", "192.0.2.2", "::2"}},
    };
    for (const auto& row : table)
        CHECK(order.arrange(row.found, now) == row.tried);
}

TEST_CASE("F68: at most six of many addresses are tried", "[address_order][F68]") {
    address_list many;
    for (int i = 1; i <= 64; ++i)
        many.push_back("192.0.2." + std::to_string(i));
    address_order order;
    const auto first = order.arrange(many, now);
    CHECK(first == address_list(many.begin(), many.begin() + 6));
    for (const auto& address : first)
        order.failed(address, now);
    CHECK(order.arrange(many, now) == address_list(many.begin() + 6, many.begin() + 12));
}

TEST_CASE("F66: the one that was good last comes first", "[address_order][F66]") {
    address_order order;
    order.succeeded("192.0.2.3");
    CHECK(order.arrange({"192.0.2.1", "192.0.2.2", "192.0.2.3"}, now) ==
          address_list{"192.0.2.3", "192.0.2.1", "192.0.2.2"});
    CHECK(order.arrange({"192.0.2.1", "192.0.2.2"}, now) == address_list{"192.0.2.1", "192.0.2.2"});
}

TEST_CASE("an address that failed comes last for 30 seconds, or until it is good again", "[address_order]") {
    const address_list found{"192.0.2.1", "192.0.2.2", "::1"};
    address_order order;
    order.succeeded("192.0.2.1");
    order.failed("192.0.2.1", now);
    CHECK(order.arrange(found, now + 30s - 1ms) == address_list{"::1", "192.0.2.2", "192.0.2.1"});
    CHECK(order.arrange(found, now + 30s) == address_list{"192.0.2.1", "::1", "192.0.2.2"});
    order.failed("::1", now);
    order.succeeded("::1");
    CHECK(order.arrange(found, now).front() == "::1");
}
