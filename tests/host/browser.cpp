#include "browser.hpp"

#include "running_service.hpp"
#include "support/catch.hpp"

using namespace host;

TEST_CASE("a browser sends its headers and keeps cookies if it is asked to", "[browser]") {
    const auto host = running_service::minimal();
    browser forgetful{{}};
    forgetful.get(host.provider_url("/login"));
    CHECK(forgetful.cookies("127.0.0.1").empty());
    browser chinese{{.headers = {{"Accept-Language", "zh"}}, .keep_cookies = true}};
    chinese.get(host.provider_url("/login"));
    CHECK(chinese.cookies("127.0.0.1").size() == 2);  // of the login, and of forms
    CHECK(chinese.get(host.url("/login")).body.find("lang=\"zh-CN\"") != std::string::npos);
}

TEST_CASE("a browser follows redirects up to where it was going", "[browser]") {
    const auto host = running_service::minimal();
    auto person = host.person();
    const auto callback = host.provider_url("/callback");
    const auto there = person.follow(host.provider_url("/login"),
                                     [&](std::string_view url) { return without_query(url) == callback; });
    CHECK(there.status == 0);
    CHECK(without_query(there.url) == callback);
    CHECK(person.follow(there.url).url == host.url("/me"));
}

TEST_CASE("a browser gives up after 10 redirects", "[browser]") {
    const auto host = running_service::scripted(R"({"callback": -8, "second": -8})");
    auto person = host.person();
    CHECK_THROWS_WITH(person.follow(host.provider_url("/login")),
                      host.provider_url("/login") + ": more than 10 redirects");
}

TEST_CASE("a browser says which address failed, without its query", "[browser]") {
    browser person{{}};
    CHECK_THROWS_WITH(person.get("http://127.0.0.1:1/a?secret=1"), "http://127.0.0.1:1/a: Connection refused");
    CHECK_THROWS_WITH(person.get("ftp://x/?secret=1"), "ftp://x/: is no http(s) URL");
    browser without_ca{{.ca_file = "/nowhere.pem"}};
    CHECK_THROWS_WITH(without_ca.get("https://127.0.0.1:1/"),
                      Catch::Matchers::StartsWith("/nowhere.pem: no certificate could be read"));
}

TEST_CASE("a redirect is resolved against its page", "[browser]") {
    struct row {
        std::string location, absolute;
    };
    const auto [location, absolute] = GENERATE(values<row>({
        {"/b", "https://h:1/b"},
        {"b?c", "https://h:1/x/b?c"},
        {"?c", "https://h:1/x/y?c"},
        {"//i/b", "https://i/b"},
        {"http://i/b", "http://i/b"},
        {"", ""},
    }));
    CHECK(page{"https://h:1/x/y?z", 303, {{"Location", location}}, ""}.location() == absolute);
    CHECK(page{"https://h:1/x/y?z", 200, {{"Location", location}}, ""}.location().empty());
}
