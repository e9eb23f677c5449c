#include "support/catch.hpp"
#include "web/pages/audit_page.hpp"
#include "web/pages/provider_edit_page.hpp"
#include "web/pages/providers_page.hpp"
#include "web/pages/self_test_page.hpp"
#include "web/pages/tenants_page.hpp"
#include "web/pages/users_page.hpp"
#include "web/sample_schema.hpp"

#include <boost/algorithm/string/predicate.hpp>

using namespace host;
using boost::algorithm::contains;
using namespace std::chrono_literals;

namespace {

const page_frame administrator{.path = "/admin", .csrf_token = "t", .user_name = "admin", .is_administrator = true};

provider_edit_view edited() {
    provider_edit_view out;
    out.id = "wecom";
    out.name = "WeCom";
    out.schema = *parse_config_schema(sample_schema, language::english);
    out.addresses = {{"Callback", "https://sso.example.com/cb"}};
    return out;
}

}  // namespace

TEST_CASE("the audit can be filtered and paged", "[pages]") {
    const auto page = audit_page(
        administrator, {{{{}, "bind", "zs", "wecom zs", "192.0.2.1"}}, {"bind", "login"}, "bind", "9", "5 &"});
    CHECK(contains(page, "<td data-label=\"Kind\"><code>bind</code></td><td data-label=\"Who\">zs</td>"));
    CHECK(contains(page, "<option value=\"bind\" selected=\"\">bind</option>"));
    CHECK(contains(page, "href=\"/admin/audit?kind=bind&amp;at=9\""));
    CHECK(contains(page, "href=\"/admin/audit?kind=bind&amp;at=5%20%26\""));
    CHECK(contains(audit_page(administrator, {}), "Nothing was recorded."));
    CHECK_FALSE(contains(audit_page(administrator, {}), "at="));
}

TEST_CASE("a provider can be edited, switched off and on, tested and deleted", "[pages]") {
    const auto page = providers_page(
        administrator,
        {{{"a", "A", "WeCom", "", true, ""}, {"b", "B", "WeCom", "", false, "No secret."}}, {{"x.y", "WeCom"}}});
    for (const auto* there :
         {"href=\"/admin/providers/a\"", "href=\"/admin/providers/a/test\"", "action=\"/admin/providers/a/disable\"",
          "action=\"/admin/providers/b/enable\"", "action=\"/admin/providers/b/delete\"", "<option value=\"x.y\">"})
        CHECK(contains(page, there));
    CHECK(contains(page, "<p class=\"problem\">No secret.</p>"));
    CHECK_FALSE(contains(page, "/admin/providers/a/enable"));
    CHECK(contains(providers_page(administrator, {}), "No provider library is installed."));
}

TEST_CASE("a provider's form has its addresses, its fields and its uploads", "[pages]") {
    const auto page = provider_edit_page(administrator, edited());
    CHECK(contains(page, "<form enctype=\"multipart/form-data\" method=\"post\" action=\"/admin/providers/wecom\">"));
    CHECK(contains(page, "value=\"https://sso.example.com/cb\""));
    CHECK(contains(page, "name=\"/corp\""));
    CHECK_FALSE(contains(page, "name=\"id\""));
    CHECK_FALSE(contains(page, "/net"));
}

TEST_CASE("a new provider's form names its type", "[pages]") {
    auto view = edited();
    view.is_new = true;
    view.type_id = "x.y";
    const auto page = provider_edit_page(administrator, view);
    CHECK(contains(page, "action=\"/admin/providers/new\""));
    CHECK(contains(page, "name=\"type\" value=\"x.y\""));
    CHECK_FALSE(contains(page, "/test\""));
}

TEST_CASE("a form carries the revision that it shows, and can be tried without saving", "[pages]") {
    auto view = edited();
    view.revision = 17;
    const auto page = provider_edit_page(administrator, view);
    CHECK(contains(page, "name=\"revision\" value=\"17\""));
    CHECK(contains(page, "formaction=\"/admin/providers/wecom/test\" formtarget=\"_blank\""));
}

TEST_CASE("a problem of a field that is not shown is said above the form", "[pages]") {
    auto view = edited();
    view.state.problems = {{"", "All is wrong."}, {"/net/base", "No address."}, {"/corp", "Too short."}};
    const auto page = provider_edit_page(administrator, view);
    CHECK(contains(page, "role=\"alert\">All is wrong.</p>"));
    CHECK(contains(page, "role=\"alert\">/net/base: No address.</p>"));
    CHECK_FALSE(contains(page, "role=\"alert\">/corp"));
}

TEST_CASE("a test shows its steps, their remedies, and that it goes on", "[pages]") {
    self_test_view view{"wecom", "WeCom", true, {{step_state::failed, "No token.", "Copy the secret.", 12ms}}};
    const auto page = self_test_page(administrator, view);
    CHECK(contains(page, "<span class=\"badge failed\">failed</span> No token.<span class=\"help\"> 12 ms</span>"));
    CHECK(contains(page, "<strong>What to do: </strong>Copy the secret."));
    CHECK(contains(page, "data-running=\"\""));
    CHECK(contains(page, "action=\"/admin/providers/wecom/test\""));
    view.running = false;
    CHECK_FALSE(contains(self_test_page(administrator, view), "data-running"));
}

TEST_CASE("users are made with a password that is shown once", "[pages]") {
    users_view view{{{"u1", "admin", true, true, false, true}, {"u2", "zs", true, false, false, false}}, {}, "", ""};
    CHECK_FALSE(contains(users_page(administrator, view), "One-time password"));
    view.made = {"ls", "correct-horse"};
    const auto page = users_page(administrator, view);
    CHECK(contains(page, "One-time password of ls"));
    CHECK(contains(page, "value=\"correct-horse\""));
    for (const auto* action : {"disable", "reset", "delete"}) {
        CHECK(contains(page, "action=\"/admin/users/u2/" + std::string{action} + "\""));
        CHECK_FALSE(contains(page, "action=\"/admin/users/u1/" + std::string{action} + "\""));
    }
}

TEST_CASE("an operator is changed by operators only", "[pages]") {
    const users_view view{{{"u1", "root", true, true, true, false}}, {}, "", ""};
    auto frame = administrator;
    CHECK_FALSE(contains(users_page(frame, view), "/admin/users/u1/"));
    CHECK(contains(users_page(frame, view), "operator of the platform"));
    frame.is_operator = true;
    CHECK(contains(users_page(frame, view), "/admin/users/u1/reset"));
}

TEST_CASE("tenants are made with an administrator", "[pages]") {
    const auto page =
        tenants_page(administrator, {{{"a", "A"}}, one_time_password{"root", "p"}, "b", "B", "root", "Taken."});
    CHECK(contains(page, "<code>a</code>"));
    CHECK(contains(page, "One-time password of root"));
    CHECK(contains(page, "<p class=\"problem\" id=\"id-problem\">Taken.</p>"));
    CHECK(contains(page, "name=\"administrator\""));
}
