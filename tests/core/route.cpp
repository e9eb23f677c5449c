#include "core/route.hpp"

#include "support/a_config.hpp"
#include "support/outcome.hpp"

#include <boost/json/array.hpp>

#include <set>

using namespace wecom;

namespace {

namespace json = boost::json;

route route_with(json::object network) {
    network.emplace("api_base", "https://wecom.example");
    const config c = a_config{}.with("network", std::move(network));
    return route_to(c.network.api_base, c.network);
}

}  // namespace

TEST_CASE("without a proxy, or for a host that needs none, the origin is dialled", "[route]") {
    const auto plain = route_with({});
    CHECK(plain.host() + ":" + plain.port() == "wecom.example:443");
    CHECK(plain.peer() == "wecom.example");
    const auto direct = route_with({{"proxy", "http://p.example:3128"}, {"no_proxy", {".example"}}});
    CHECK(direct.peer() == "wecom.example");
    CHECK(!direct.proxy);
}

TEST_CASE("with a proxy, the proxy is dialled", "[route]") {
    const auto by_proxy = route_with({{"proxy", "http://u:p@p.example:3128"}, {"no_proxy", {"other.example"}}});
    CHECK(by_proxy.host() + ":" + by_proxy.port() == "p.example:3128");
    CHECK(by_proxy.peer() == "the proxy p.example:3128");
    CHECK(by_proxy.base.host == "wecom.example");
}

TEST_CASE("pins are those of the host that is dialled", "[route]") {
    const json::object pins{{"WeCom.Example", {"192.0.2.1"}}, {"p.example", {"192.0.2.2", "::1"}}};
    CHECK(route_with({{"pins", pins}}).pins == address_list{"192.0.2.1"});
    CHECK(route_with({{"pins", pins}, {"proxy", "http://p.example:1"}}).pins == address_list{"192.0.2.2", "::1"});
    CHECK(route_with({{"pins", pins}, {"proxy", "http://q.example:1"}}).pins.empty());
}

TEST_CASE("routes share connections if they are equal, and only then", "[route]") {
    const json::object different[] = {
        {},
        {{"api_base", "https://wecom.example/prefix"}},
        {{"api_base", "https://wecom.example:8443"}},
        {{"api_base", "http://wecom.example:443"}, {"allow_http", true}},
        {{"allow_private", true}},
        {{"ip", "v4"}},
        {{"bind", "192.0.2.1"}},
        {{"pins", {{"wecom.example", {"192.0.2.1"}}}}},
        {{"pins", {{"wecom.example", {"192.0.2.1", "192.0.2.2"}}}}},
        {{"proxy", "http://p.example:1"}},
        {{"proxy", "http://p.example:2"}},
        {{"proxy", "socks5://p.example:1"}},
        {{"proxy", "http://user:one@p.example:1"}},
        {{"proxy", "http://user:two@p.example:1"}},
    };
    std::set<std::string> seen;
    for (const auto& network : different) {
        INFO(json::serialize(network));
        CHECK(seen.insert(fingerprint(route_with(network))).second);
        CHECK(fingerprint(route_with(network)) == fingerprint(route_with(network)));
    }
    const auto plain = fingerprint(route_with({}));
    CHECK(fingerprint(route_with({{"pins", {{"other.example", {"192.0.2.1"}}}}})) == plain);
    CHECK(fingerprint(route_with({{"proxy", "http://p.example:1"}, {"no_proxy", {".example"}}})) == plain);
}

TEST_CASE("F69: an address of the inside is not dialled unless the operator allows it, or it is that of his proxy",
          "[route][F69][T22]") {
    const address_list inside{"127.0.0.1", "10.0.0.1", "::1"}, mixed{"10.0.0.1", "1.1.1.1"};
    const auto refused = permitted(inside, route_with({}));
    CHECK(outcome(refused) == "connect");
    CHECK(refused.error().detail.find("/network/allow_private") != std::string::npos);
    CHECK(permitted(mixed, route_with({})).value() == address_list{"1.1.1.1"});
    CHECK(permitted(inside, route_with({{"allow_private", true}})).value() == inside);
    CHECK(permitted(inside, route_with({{"proxy", "http://p.example:1"}})).value() == inside);
}

TEST_CASE("only addresses of the family that is asked for are dialled", "[route]") {
    const address_list both{"1.1.1.1", "2606:4700::1"};
    CHECK(permitted(both, route_with({})).value() == both);
    CHECK(permitted(both, route_with({{"ip", "v4"}})).value() == address_list{"1.1.1.1"});
    CHECK(permitted(both, route_with({{"bind", "192.0.2.1"}})).value() == address_list{"1.1.1.1"});
    CHECK(permitted(both, route_with({{"bind", "2001:db8::1"}})).value() == address_list{"2606:4700::1"});
    for (const auto& network : {json::object{{"ip", "v4"}}, json::object{{"bind", "192.0.2.1"}}}) {
        const auto refused = permitted({"2606:4700::1"}, route_with(network));
        CHECK(outcome(refused) == "connect");
        CHECK(refused.error().detail.find("/network/ip and /network/bind") != std::string::npos);
    }
}
