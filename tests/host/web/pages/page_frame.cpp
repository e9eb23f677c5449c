#include "web/pages/page_frame.hpp"

#include "support/catch.hpp"

#include <boost/algorithm/string/predicate.hpp>

using namespace host;
using boost::algorithm::contains;

namespace {

page_frame signed_in(const std::string& path = "/me") {
    return {.path = path, .csrf_token = "t", .user_name = "zhangsan", .tenant_name = "Example"};
}

std::string page(const page_frame& frame) { return document(frame, "Title", {}); }

}  // namespace

TEST_CASE("who is not signed in sees no menu", "[page_frame]") {
    const auto out = page({.csrf_token = "t"});
    CHECK_FALSE(contains(out, "<nav"));
    CHECK_FALSE(contains(out, "/logout"));
    CHECK(contains(out, "<h1>Title</h1>"));
}

TEST_CASE("the menu has what the person may do", "[page_frame]") {
    auto frame = signed_in();
    CHECK(contains(page(frame), "href=\"/me/accounts\""));
    CHECK_FALSE(contains(page(frame), "/admin/"));
    frame.is_administrator = true;
    CHECK(contains(page(frame), "href=\"/admin/providers\""));
    CHECK_FALSE(contains(page(frame), "/admin/tenants"));
    frame.is_operator = true;
    CHECK(contains(page(frame), "href=\"/admin/tenants\""));
}

TEST_CASE("the menu tells where the person is", "[page_frame]") {
    auto frame = signed_in("/admin/providers/wecom?x=1");
    frame.is_administrator = true;
    CHECK(contains(page(frame), "<a href=\"/admin/providers\" aria-current=\"page\">"));
    CHECK(contains(page(signed_in("/me/accounts")), "<a href=\"/me/accounts\" aria-current=\"page\">"));
    CHECK_FALSE(contains(page(signed_in("/me/accounts")), "<a href=\"/me\" aria-current"));
}

TEST_CASE("signing out and switching the language are forms with the token", "[page_frame]") {
    const auto out = page(signed_in("/me?tab=1&x=2"));
    CHECK(contains(out, "<form method=\"post\" action=\"/logout\"><input type=\"hidden\" name=\"csrf\" value=\"t\">"));
    CHECK(contains(out, "<input type=\"hidden\" name=\"next\" value=\"/me?tab=1&amp;x=2\">"));
    CHECK(contains(out, "name=\"lang\" value=\"zh-CN\" lang=\"zh-CN\""));
    CHECK(contains(out, "value=\"en\" lang=\"en\" class=\"plain\" aria-current=\"true\""));
}

TEST_CASE("a notice is announced, a problem at once", "[page_frame]") {
    auto frame = signed_in();
    frame.notices = {{notice::kind::done, "Saved."}, {notice::kind::problem, "Not saved."}};
    CHECK(contains(page(frame), "<p class=\"notice done\" role=\"status\">Saved.</p>"));
    CHECK(contains(page(frame), "<p class=\"notice failed\" role=\"alert\">Not saved.</p>"));
}

TEST_CASE("the keyboard can skip the menu", "[page_frame]") {
    const auto out = page(signed_in());
    CHECK(contains(out, "<body><a href=\"#content\" class=\"skip\">"));
    CHECK(contains(out, "<main id=\"content\" tabindex=\"-1\""));
}
