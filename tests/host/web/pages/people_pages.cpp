#include "support/catch.hpp"
#include "web/pages/accounts_page.hpp"
#include "web/pages/bind_page.hpp"
#include "web/pages/login_page.hpp"
#include "web/pages/me_page.hpp"
#include "web/pages/password_pages.hpp"
#include "web/pages/problem_page.hpp"

#include <boost/algorithm/string/predicate.hpp>

using namespace host;
using boost::algorithm::contains;

namespace {

const page_frame stranger{.csrf_token = "t"};
const page_frame person{.path = "/me", .csrf_token = "t", .user_name = "zhangsan"};

const accounts_view two_accounts{{{"b1", "WeCom", "", "Zhang San", "zs", "wecom:ww1", {}, true},
                                  {"b2", "Other", "", "", "o1", "other:1", {}, false}},
                                 {{"sso", "SSO", ""}},
                                 true};

}  // namespace

TEST_CASE("a login page has a button for each way in", "[pages]") {
    const auto page = login_page(stranger, {.buttons = {{"Scan <me>", "/icons/a", "/go?x=1&y=2"}}});
    CHECK(contains(page, "<a class=\"button\" href=\"/go?x=1&amp;y=2\"><img src=\"/icons/a\""));
    CHECK(contains(page, "<span>Scan &lt;me&gt;</span>"));
}

TEST_CASE("a login that cannot begin here says where it can, with an address to copy", "[pages]") {
    const auto page = login_page(stranger, {.hand_offs = {{"Open in the app", "", "https://sso.example.com/go"}}});
    CHECK(contains(page, "Open in the app</h2>"));
    CHECK(contains(page, "Open the address below in the app"));
    CHECK(contains(page, "readonly=\"\" value=\"https://sso.example.com/go\""));
}

TEST_CASE("a login page asks for the password, and after a refusal keeps the name only", "[pages]") {
    const auto page = login_page(stranger, {.name = "zs", .problem = "Wrong.", .next = "/x", .tenant = "a"});
    CHECK(contains(page, "<form method=\"post\" action=\"/login\">"));
    CHECK(contains(
        page, "<input id=\"name\" name=\"name\" type=\"text\" value=\"zs\" autocomplete=\"username\" required=\"\">"));
    CHECK(contains(page, "type=\"password\" autocomplete=\"current-password\""));
    CHECK(contains(page, "role=\"alert\">Wrong.</p>"));
    CHECK(contains(page, "name=\"next\" value=\"/x\""));
    CHECK(contains(page, "type=\"hidden\" name=\"tenant\" value=\"a\""));
}

TEST_CASE("a login page of several tenants asks which", "[pages]") {
    const auto page = login_page(stranger, {.tenant = "b", .tenants = {{"a", "A"}, {"b", "B"}}});
    CHECK(contains(page,
                   "<select id=\"tenant\" name=\"tenant\"><option value=\"a\">A</option><option value=\"b\" "
                   "selected=\"\">B</option>"));
}

TEST_CASE("a login page without a way in says so", "[pages]") {
    CHECK(contains(login_page(stranger, {.has_password_form = false}), "no way to sign in"));
    CHECK(contains(login_page({.speaks = language::chinese}, {.has_password_form = false}), "请联系管理员"));
    CHECK_FALSE(contains(login_page(stranger, {}), "no way to sign in"));
}

TEST_CASE("a new account is bound by a user's password, or left", "[pages]") {
    const bind_view view{"WeCom", "Zhang San", "zs", "", "Wrong.", "/x"};
    const auto page = bind_page(stranger, view);
    CHECK(contains(page, "<dd>Zhang San (zs)</dd>"));
    CHECK(contains(page, "<form method=\"post\" action=\"/bind\">"));
    CHECK(contains(page, "name=\"name\""));
    CHECK(contains(page, "<p class=\"problem\" id=\"password-problem\">Wrong.</p>"));
    CHECK(contains(page, "action=\"/bind/cancel\""));
    CHECK_FALSE(contains(bind_page(person, view), "name=\"name\""));
}

TEST_CASE("bound accounts can be unbound with the password, but not the last way in", "[pages]") {
    const auto page = accounts_page(person, two_accounts);
    CHECK(contains(page, "<dd>Zhang San (zs)</dd>"));
    CHECK(contains(page, "<dd>wecom:ww1</dd>"));
    CHECK(contains(page, "<time datetime=\"1970-01-01T00:00:00Z\">"));
    CHECK(contains(page, "name=\"binding\" value=\"b1\""));
    CHECK_FALSE(contains(page, "value=\"b2\""));
    CHECK(contains(page, "Set a password or bind another account"));
    CHECK(contains(page, "name=\"provider\" value=\"sso\""));
    CHECK(contains(page, "type=\"password\""));
}

TEST_CASE("who has just signed in is not asked for the password again", "[pages]") {
    auto view = two_accounts;
    view.needs_password = false;
    CHECK_FALSE(contains(accounts_page(person, view), "type=\"password\""));
    CHECK(contains(accounts_page(person, {}), "No account is bound"));
}

TEST_CASE("the page about oneself says what is known", "[pages]") {
    me_view view;
    view.subject = "zs";
    const auto page = me_page(person, view);
    CHECK(contains(page, "<dt>User</dt><dd>zhangsan</dd>"));
    CHECK(contains(page, "<dt>Signed in with</dt><dd>Password</dd>"));
    CHECK(contains(page, "<dt>Account</dt><dd>zs</dd>"));
    CHECK_FALSE(contains(page, "E-mail"));
    CHECK_FALSE(contains(me_page(person, {}), "What the provider says"));
}

TEST_CASE("a one-time password must be replaced", "[pages]") {
    CHECK(contains(change_password_page(person, {true, "Too short.", "/x"}), "one-time password"));
    const auto page = change_password_page(person, {false, "Too short.", "/x"});
    CHECK_FALSE(contains(page, "one-time password"));
    for (const auto* field : {"name=\"password\"", "name=\"new_password\"", "name=\"repeated_password\""})
        CHECK(contains(page, field));
    CHECK(contains(page, "id=\"new_password-problem\">Too short."));
}

TEST_CASE("a delicate step asks again who it is", "[pages]") {
    const auto page = confirm_password_page(person, {"Unbind WeCom", {{"Scan", "", "/go"}}, "Wrong.", "/x"});
    CHECK(contains(page, "<strong>Unbind WeCom</strong>"));
    CHECK(contains(page, "action=\"/me/confirm\""));
    CHECK(contains(page, "href=\"/go\""));
}

TEST_CASE("a problem page names its incident only if there is one, and a way out", "[pages]") {
    CHECK(contains(problem_page(stranger, {"t", "w", "A1"}), "<code>A1</code>"));
    CHECK_FALSE(contains(problem_page(stranger, {"t", "w"}), "<code>"));
    CHECK(contains(problem_page(stranger, {"t", "w"}), "href=\"/login\" class=\"button\""));
    CHECK(contains(problem_page(person, {"t", "w"}), "href=\"/me\" class=\"button\""));
    CHECK(contains(problem_page(person, {"t", "w", "", "/x"}), "href=\"/x\" class=\"button\""));
}
