#include "web/site.hpp"

#include "support/catch.hpp"
#include "surroundings.hpp"

#include <boost/algorithm/string/predicate.hpp>

#include <sstream>

using namespace host;
using boost::algorithm::contains;

namespace {

// A site without providers, asked without a network.
struct bare_site {
    made_up_world world;
    std::ostringstream lines;
    event_log log{lines, log_level::info, world.outside().now};
    site_state state;
    site pages{state};

    explicit bare_site(ambient outside) : state{{"http://localhost", false}, std::move(outside), log, {}, {}} {}
    response get(const std::string& path, fields headers = {}, bool from_loopback = true) {
        return std::get<response>(pages.handle({"GET", path, "", std::move(headers), "", from_loopback}));
    }
};

}  // namespace

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

TEST_CASE("health and numbers are told to this machine only", "[site]") {
    made_up_world world;
    bare_site site{world.outside()};
    for (const auto* path : {"/healthz", "/metrics"}) {
        CHECK(site.get(path).status == 200);
        CHECK(site.get(path, {}, false).status == 404);
    }
}

TEST_CASE("a page that is not there and a method that does not fit are told apart", "[site]") {
    made_up_world world;
    bare_site site{world.outside()};
    CHECK(site.get("/nope").status == 404);
    CHECK(site.get("/api/v1/idp/a/b/login").status == 404);
    const auto refused = site.get("/logout");
    CHECK(refused.status == 405);
    CHECK(find_field(refused.headers, "Allow") == "POST");
}
