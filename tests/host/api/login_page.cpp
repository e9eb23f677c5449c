#include "api/login_page.hpp"

#include "api/api_under_test.hpp"
#include "support/catch.hpp"

#include <boost/json/array.hpp>

using namespace host;

namespace {

std::size_t buttons_in(const response& page) {
    return member(page, {"data", "login", "extend", "buttons"}).as_array().size();
}

}  // namespace

TEST_CASE("the login page of a tenant has a form and a button for each provider", "[api]") {
    api_under_test api;
    const auto id = api.add_provider(api.first, "{}", "企业微信");
    api.add_provider(api.other);
    CHECK(api.get("tenant/" + api.first.id + "/login_page/").body ==
          golden_file("login_page", {{"tenant", api.first.id}, {"provider", id}}));
    const sent_with chinese{.headers = {{"Accept-Language", "zh-CN"}}};
    CHECK(api.get("tenant/" + api.first.id + "/login_page/", chinese).body ==
          golden_file("login_page_zh", {{"tenant", api.first.id}, {"provider", id}}));
}

TEST_CASE("a provider that cannot be used here has no button", "[api]") {
    api_under_test api;
    const auto id = api.add_provider(api.first);
    const auto page = "tenant/" + api.first.id + "/login_page/";
    CHECK(buttons_in(api.get(page)) == 1);
    CHECK(buttons_in(api.get(page, {.headers = {{"User-Agent", "Phone"}}})) == 0);  // it hands over to another app
    api.site.providers.set_enabled(id, false);
    CHECK(buttons_in(api.get(page)) == 0);
}
