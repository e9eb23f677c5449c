#include "web/page_routes.hpp"

#include "bare_site.hpp"
#include "support/catch.hpp"

#include <boost/algorithm/string/predicate.hpp>

using namespace host;
using boost::algorithm::contains;

namespace {

response ok(const visit&) { return {200, {}, "", nullptr}; }

// Asks one page that is not of the site, in the browser of the site.
response ask(bare_site& site, audience who, request asked, const page_handler& page = ok) {
    asked.headers.emplace_back("Cookie", site.cookie_line());
    return std::get<response>(page_routes::show(site.state, asked, {}, who, page));
}

}  // namespace

TEST_CASE("a page is for its audience; others are sent to sign in or told so", "[page_routes]") {
    bare_site site;
    CHECK(header(ask(site, audience::administrator, {"GET", "/admin", "a=1"}), "Location") ==
          "/login?next=%2Fadmin%3Fa%3D1");

    site.add_user("alice");
    site.sign_in("alice");
    CHECK(ask(site, audience::user, {"GET", "/x", ""}).status == 200);
    CHECK(ask(site, audience::administrator, {"GET", "/x", ""}).status == 403);

    site.add_user("root", true);
    site.sign_in("root");
    CHECK(ask(site, audience::administrator, {"GET", "/x", ""}).status == 200);
    CHECK(ask(site, audience::platform_operator, {"GET", "/x", ""}).status == 403);
}

TEST_CASE("T21: a form has to come from a page of this host and bring its token", "[page_routes]") {
    bare_site site;
    site.get("/login");
    const auto token = "csrf=" + site.csrf;
    const auto status = [&](fields headers, const std::string& body) {
        return ask(site, audience::everybody, {"POST", "/x", "", std::move(headers), body}).status;
    };
    CHECK(status({{"Origin", "http://localhost"}}, token) == 200);
    CHECK(status({{"Sec-Fetch-Site", "same-origin"}, {"Origin", "null"}}, token) == 200);
    CHECK(status({}, token) == 403);
    CHECK(status({{"Origin", "null"}}, token) == 403);
    CHECK(status({{"Origin", "http://evil"}}, token) == 403);
    CHECK(status({{"Sec-Fetch-Site", "cross-site"}, {"Origin", "http://localhost"}}, token) == 403);
    CHECK(status({{"Sec-Fetch-Site", "same-site"}}, token) == 403);
    CHECK(status({{"Origin", "http://localhost"}}, "") == 403);
    CHECK(status({{"Origin", "http://localhost"}}, "csrf=") == 403);
    CHECK(status({{"Origin", "http://localhost"}}, token + "&" + token) == 403);
    CHECK(status({{"Origin", "http://localhost"}}, "csrf=" + std::string(43, 'x')) == 403);
}

TEST_CASE("T21: the token of nobody is not the token of a session", "[page_routes]") {
    bare_site site;
    site.add_user("alice");
    site.get("/login");
    const auto before = site.csrf;
    site.sign_in("alice");
    CHECK(site.csrf != before);
    const request old{"POST", "/x", "", {{"Origin", "http://localhost"}}, "csrf=" + before};
    CHECK(ask(site, audience::user, old).status == 403);
}

TEST_CASE("T21: what changes something cannot be asked for by a link", "[page_routes]") {
    bare_site site;
    const auto path =
        GENERATE(as<std::string>{}, "/logout", "/me/accounts/bind", "/me/accounts/unbind", "/bind/cancel", "/language");
    CHECK(site.get(path).status == 405);
}

TEST_CASE("a handler sees the fields of the form without its token", "[page_routes]") {
    bare_site site;
    site.get("/login");
    form seen;
    const page_handler note = [&](const visit& by) {
        seen = by.fields;
        return ok(by);
    };
    ask(site, audience::everybody, {"POST", "/x", "", {{"Origin", "http://localhost"}}, "a=1&csrf=" + site.csrf}, note);
    CHECK(seen == form{{"a", "1"}});
    ask(site, audience::everybody, {"GET", "/x", "b=2"}, note);
    CHECK(seen == form{{"b", "2"}});
}

TEST_CASE("the token of a multipart form is looked for among its parts", "[page_routes]") {
    bare_site site;
    site.get("/login");
    const auto body = [&](const std::string& token) {
        return "--x\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n" + token + "\r\n--x--\r\n";
    };
    const fields headers{{"Origin", "http://localhost"}, {"Content-Type", "multipart/form-data; boundary=x"}};
    CHECK(ask(site, audience::everybody, {"POST", "/x", "", headers, body(site.csrf)}).status == 200);
    CHECK(ask(site, audience::everybody, {"POST", "/x", "", headers, body("x")}).status == 403);
    CHECK(ask(site, audience::everybody, {"POST", "/x", "", headers, "csrf=" + site.csrf}).status == 403);
}

TEST_CASE("T11: a query that could be read in two ways is refused", "[page_routes]") {
    bare_site site;
    CHECK(site.get("/login?next=/me&next=/").status == 400);
    CHECK(site.get("/login?next=%zz").status == 400);
}

TEST_CASE("a language is chosen by the address, the cookie, the browser, in this order", "[page_routes]") {
    bare_site site;
    CHECK(contains(site.get("/login", {{"Accept-Language", "zh"}}).body, "lang=\"zh-CN\""));
    CHECK(contains(site.get("/login?lang=en", {{"Accept-Language", "zh"}}).body, "<html lang=\"en\">"));
    site.cookies["lang"] = "en";
    CHECK(contains(site.get("/login", {{"Accept-Language", "zh"}}).body, "<html lang=\"en\">"));
    CHECK(contains(site.get("/login?lang=zh").body, "<html lang=\"zh-CN\">"));
}

TEST_CASE("a tenant is named by its slug until somebody is signed in", "[page_routes]") {
    bare_site site;
    site.data.tenants.add("Second", "second");
    std::string seen;
    const page_handler note = [&](const visit& by) {
        seen = by.of.slug;
        return ok(by);
    };
    ask(site, audience::everybody, {"GET", "/x", ""}, note);
    CHECK(seen == "default");
    ask(site, audience::everybody, {"GET", "/x", "tenant=second"}, note);
    CHECK(seen == "second");
    CHECK(ask(site, audience::everybody, {"GET", "/x", "tenant=third"}).status == 404);
    site.add_user("alice");
    site.sign_in("alice");
    ask(site, audience::everybody, {"GET", "/x", "tenant=second"}, note);
    CHECK(seen == "default");
}

TEST_CASE("every answer is hardened, whatever the handler made of it", "[page_routes]") {
    bare_site site;
    const auto page = ask(site, audience::everybody, {"GET", "/x", ""});
    CHECK(contains(header(page, "Content-Security-Policy"), "default-src 'none'"));
    CHECK(header(page, "Cache-Control") == "no-store");
    CHECK(header(page, "Referrer-Policy") == "same-origin");
    CHECK(header(ask(site, audience::everybody, {"GET", "/callback", "code=1"}), "Referrer-Policy") == "no-referrer");
}
