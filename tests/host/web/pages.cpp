#include "web/pages.hpp"

#include "support/catch.hpp"

#include <boost/algorithm/string/predicate.hpp>

using namespace host;
using boost::algorithm::contains;

TEST_CASE("a login page has a button for each way in, and a hint where none can start", "[pages]") {
    const auto page =
        login_page(language::english, {{"Scan <me>", "/icons/a", "/go?x=1&y=2"}, {"Open in the app", "", ""}});
    CHECK(contains(page, "<a class=\"button\" href=\"/go?x=1&amp;y=2\"><img src=\"/icons/a\""));
    CHECK(contains(page, "Scan &lt;me&gt;"));
    CHECK(contains(page, "<p class=\"hint\"><span>Open in the app</span></p>"));
}

TEST_CASE("a login page without a way in says so", "[pages]") {
    CHECK(contains(login_page(language::english, {}), "no way to sign in"));
    CHECK(contains(login_page(language::chinese, {}), "<html lang=\"zh-CN\">"));
    CHECK(contains(login_page(language::chinese, {}), "请联系管理员"));
}

TEST_CASE("T29: every field of an account is shown as text", "[pages]") {
    session who;
    for (auto* field : {&who.who.issuer, &who.who.subject, &who.who.display_name, &who.who.email, &who.who.phone,
                        &who.who.avatar_url, &who.who.claims_json, &who.provider_name, &who.csrf_token})
        *field = "<img src=x onerror=alert(1)>'\"&";
    const auto page = account_page(language::english, who);
    CHECK_FALSE(contains(page, "<img"));
    int shown = 0;
    for (auto at = page.find("&lt;img"); at != page.npos; at = page.find("&lt;img", at + 1))
        ++shown;
    CHECK(shown == 9);
}

TEST_CASE("a problem page names its incident only if there is one", "[pages]") {
    CHECK(contains(problem_page(language::english, "t", "w", "A1"), "<code>A1</code>"));
    CHECK_FALSE(contains(problem_page(language::english, "t", "w"), "<code>"));
}
