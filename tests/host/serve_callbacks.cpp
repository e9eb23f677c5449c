// Callbacks that are not as a provider sends them.
#include "running_service.hpp"
#include "support/catch.hpp"

#include <boost/algorithm/string/predicate.hpp>

using namespace host;
using boost::algorithm::contains;

TEST_CASE("F94: an abnormal callback signs nobody in and asks no provider", "[serve]") {
    const auto host = running_service::minimal();
    auto person = host.person();
    const auto callback = person.get(host.provider_url("/login")).location();
    const auto state = callback.substr(callback.find("state="));
    const auto tail = GENERATE_COPY(as<std::string>{}, "", state, "error=access_denied&" + state, "code=&" + state,
                                    "code=alice&code=alice&" + state, "code=alice&" + state + "&" + state,
                                    "code=alice&state=", "code=" + std::string(7'900, 'x') + "&" + state,
                                    "code=nobody&" + state, "code=%00&" + state, "&&&===");
    INFO(tail.substr(0, 60));

    const auto page = person.get(host.provider_url("/callback?" + tail));
    CHECK(page.status >= 400);
    CHECK(page.status < 500);
    CHECK(page.header("Set-Cookie").empty());
    CHECK(person.get(host.url("/me")).location() == host.url("/login"));
    CHECK_FALSE(contains(person.get(host.url("/metrics")).body, "\nidp_host_logins_total{"));
}

TEST_CASE("F94: a callback that is no GET is none", "[serve]") {
    const auto host = running_service::minimal();
    auto person = host.person();
    const auto callback = person.get(host.provider_url("/login")).location();
    const auto query = callback.substr(callback.find('?') + 1);
    CHECK(person.post(host.provider_url("/callback"), query + "#").status == 400);
    CHECK(person.post(host.provider_url("/callback"), std::string(70'000, 'q')).status == 413);
    CHECK(person.post(callback, "").location() == host.provider_url("/callback?"));
    CHECK(person.get(host.url("/me")).location() == host.url("/login"));
}
