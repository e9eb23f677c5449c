#include "web/site.hpp"

#include "bare_site.hpp"
#include "support/catch.hpp"

#include <boost/algorithm/string/predicate.hpp>

#include <sqlite3.h>

using namespace host;
using boost::algorithm::contains;

TEST_CASE("a defect becomes a page with an incident, and the log says what it was", "[site]") {
    made_up_world world;
    auto outside = world.outside();
    outside.now = []() -> wall_time { throw std::runtime_error{"no clock"}; };
    outside.random_bytes = [](std::size_t count) { return std::string(count, '\0'); };
    bare_site site{outside};
    const auto page = site.get("/me", {{"Cookie", "idp_session=x"}, {"Accept-Language", "zh"}});
    CHECK(page.status == 500);
    CHECK(contains(page.body, "<code>AAAAAAAA</code>"));
    CHECK(contains(page.body, "服务出现问题"));
    CHECK(contains(site.lines.str(), "error crash incident=AAAAAAAA path=/me what=\"no clock\""));
}

TEST_CASE("a path of the API answers programs in JSON, a defect too", "[site]") {
    made_up_world world;
    auto outside = world.outside();
    outside.now = []() -> wall_time { throw std::runtime_error{"no clock"}; };
    bare_site site{outside};
    CHECK(site.get("/api/v1/nope").body == R"({"detail": "Not Found"})");
    const auto defect = site.get("/api/v1/mine/tenant/x/accounts/", {{"Authorization", "Token x"}});
    CHECK(defect.status == 500);
    CHECK(defect.body == R"({"detail": "Server error"})");
    CHECK(contains(site.lines.str(), "error crash"));
}

TEST_CASE("F80: a store that fails shows a page without details, and signs nobody in", "[site]") {
    bare_site site;
    site.add_user("alice");
    site.get("/login");
    sqlite3* other = nullptr;
    REQUIRE(sqlite3_open((site.folder.path() / "host.db").c_str(), &other) == SQLITE_OK);
    REQUIRE(sqlite3_exec(other, "DROP TABLE sessions", nullptr, nullptr, nullptr) == SQLITE_OK);
    sqlite3_close(other);

    const auto page =
        site.post("/login", "tenant=" + site.data.tenants.first().id + "&name=alice&password=correct+horse");

    CHECK(page.status == 500);
    CHECK_FALSE(site.cookies.contains("idp_session"));
    CHECK_FALSE(contains(page.body, "sessions"));
    CHECK(contains(site.lines.str(), "error crash"));
}

TEST_CASE("health and numbers are told to this machine only", "[site]") {
    bare_site site;
    for (const auto* path : {"/healthz", "/metrics"}) {
        site.from_loopback = true;
        CHECK(site.get(path).status == 200);
        site.from_loopback = false;
        CHECK(site.get(path).status == 404);
    }
}

TEST_CASE("a page that is not there and a method that does not fit are told apart", "[site]") {
    bare_site site;
    CHECK(site.get("/nope").status == 404);
    CHECK(site.get("/api/v1/idp/a/b/login").status == 404);
    const auto refused = site.get("/logout");
    CHECK(refused.status == 405);
    CHECK(header(refused, "Allow") == "POST");
}

TEST_CASE("the language switch stays for the next pages, and goes nowhere else", "[site]") {
    bare_site site;
    site.get("/login");
    CHECK(header(site.post("/language", "lang=zh-CN&next=/login"), "Location") == "/login");
    CHECK(contains(site.get("/login", {{"Accept-Language", "en"}}).body, "<html lang=\"zh-CN\">"));
    CHECK(header(site.post("/language", "lang=en&next=//evil"), "Location") == "/");
    CHECK(contains(site.get("/login").body, "<html lang=\"en\">"));
}
