#include "serve.hpp"

#include "running_service.hpp"
#include "support/catch.hpp"

#include <boost/algorithm/string/predicate.hpp>
#include <boost/json.hpp>

using namespace host;
using boost::algorithm::contains;

TEST_CASE("a person signs in and sees who is signed in", "[serve]") {
    const auto host = running_service::minimal();
    auto person = host.person();
    CHECK(person.get(host.url("/")).location() == host.url("/login"));
    CHECK(contains(person.get(host.url("/login")).body, "test &lt;provider&gt;"));

    const auto end = person.follow(host.provider_url("/login"));

    CHECK(end.url == host.url("/me"));
    CHECK(contains(end.body, "<dd>alice</dd>"));
    CHECK(person.get(host.url("/")).location() == host.url("/me"));
    CHECK(person.cookies("127.0.0.1").size() == 2);  // the session, and what forms show before there is one
}

TEST_CASE("a stranger is sent to the login page", "[serve]") {
    const auto host = running_service::minimal();
    CHECK(host.person().get(host.url("/me")).location() == host.url("/login"));
    CHECK(host.person().get(host.url("/me/accounts")).location() == host.url("/login?next=%2Fme%2Faccounts"));
}

TEST_CASE("logins in two tabs both come to their end", "[serve]") {
    const auto host = running_service::minimal();
    auto person = host.person();
    const auto first = person.get(host.provider_url("/login?next=/me?tab=1")).location();
    const auto second = person.get(host.provider_url("/login?next=/me?tab=2")).location();
    CHECK(person.get(first).location() == host.url("/me?tab=1"));
    CHECK(person.get(second).location() == host.url("/me?tab=2"));
}

TEST_CASE("T46: a callback in another browser begins again there, once", "[serve]") {
    const auto host = running_service::minimal();
    const auto callback = host.person().get(host.provider_url("/login")).location();
    auto other = host.person();
    const auto again = other.get(callback);
    CHECK(contains(again.location(), "state=r"));
    CHECK(other.follow(again.location()).url == host.url("/me"));
}

TEST_CASE("a login that has to begin again after the callback keeps where it goes", "[serve]") {
    const auto host = running_service::scripted(R"({"resolve": -8})");
    CHECK(host.person().follow(host.provider_url("/login?next=/me?kept")).url == host.url("/me?kept"));
}

TEST_CASE("a login begins again by itself only once", "[serve]") {
    const auto config =
        GENERATE(as<std::string>{}, R"({"callback": -8, "second": -14})", R"({"resolve": -8, "second": -14})");
    auto host = running_service::scripted(config);
    CHECK(host.person().follow(host.provider_url("/login")).status == 403);
    const auto log = host.log_after_stop();
    CHECK(log.find("login_restarted") == log.rfind("login_restarted"));
}

TEST_CASE("a signed-in browser that comes back without a transaction goes home", "[serve]") {
    const auto host = running_service::minimal();
    auto person = host.person();
    const auto callback = person.get(host.provider_url("/login")).location();
    person.get(callback);
    CHECK(person.get(callback).location() == host.url("/me"));
}

TEST_CASE("a posted callback goes on as GET", "[serve]") {
    const auto host = running_service::minimal();
    auto person = host.person();
    const auto callback = person.get(host.provider_url("/login")).location();
    const auto posted = person.post(host.provider_url("/callback"), callback.substr(callback.find('?') + 1));
    CHECK(posted.status == 303);
    CHECK(posted.location() == callback);
    CHECK(person.follow(posted.location()).url == host.url("/me"));
    CHECK(person.post(host.provider_url("/callback"), "a=1\r\nSet-Cookie: b=c").status == 400);
}

TEST_CASE("a refusal tells the person what the provider says, and the log the rest", "[serve]") {
    auto host = running_service::scripted(
        R"({"resolve": -10, "http_status": 503, "retry_after_ms": 1500, "reason": "busy", "public_text": "请稍后 <再试>"})");
    const auto page = host.person({{"Accept-Language", "zh-CN"}}).follow(host.provider_url("/login"));
    CHECK(page.status == 503);
    CHECK(page.header("Retry-After") == "2");
    CHECK(contains(page.body, "请稍后 &lt;再试&gt;"));
    CHECK(contains(page.body, "<h1>登录失败</h1>"));

    const auto code = page.body.find("<code>") + 6;
    const auto incident = page.body.substr(code, page.body.find("</code>") - code);
    CHECK(contains(host.log_after_stop(), "login_refused incident=" + incident +
                                              " provider=test status=busy reason=busy audience=user detail=\"as the "
                                              "script says\""));
}

TEST_CASE("the login page offers what suits the browser", "[serve]") {
    const auto host = running_service::scripted(R"({"label": "Scan & go"})");
    const auto desktop = host.person({{"User-Agent", "Desktop"}}).get(host.url("/login"));
    const auto phone = host.person({{"User-Agent", "Phone"}}).get(host.url("/login"));
    CHECK(contains(desktop.body, "href=\"/api/v1/idp/org_idpplugin_scripted/test/login?mode=scan\""));
    CHECK(contains(desktop.body, "Scan &amp; go"));
    CHECK(contains(desktop.header("Content-Security-Policy"), "form-action 'self' https://forms.example"));
    CHECK_FALSE(contains(desktop.header("Content-Security-Policy"), "bad"));
    CHECK_FALSE(contains(phone.body, "href=\"/api"));
    CHECK(contains(phone.body, "Scan &amp; go"));
}

TEST_CASE("files that a provider wants served are served as they are", "[serve]") {
    const auto host = running_service::scripted("{}");
    auto person = host.person();
    const auto file = person.get(host.url("/verify_1.txt"));
    CHECK(file.status == 200);
    CHECK(file.body == "mine");
    CHECK(file.header("Content-Type") == "text/plain");
    CHECK(person.post(host.url("/verify_1.txt"), "").status == 405);
    CHECK(person.get(host.url("/verify_2.txt")).status == 404);
}

TEST_CASE("icons, style and health have their own answers", "[serve]") {
    const auto host = running_service::scripted("{}");
    auto person = host.person();
    CHECK(person.get(host.url("/icons/test/scan")).header("Content-Type") == "image/svg+xml");
    CHECK(contains(person.get(host.url("/icons/test")).header("Content-Security-Policy"), "sandbox"));
    CHECK(person.get(host.url("/icons/other")).status == 404);
    CHECK(contains(person.get(host.url("/site.css")).header("Content-Type"), "text/css"));
    CHECK(person.get(host.url("/healthz")).body == "ok\n");
}

TEST_CASE("the ready line names where it listens and where people reach it", "[serve]") {
    made_up_world world;
    temporary_folder folder;
    std::ostringstream lines;
    event_log log{lines, log_level::info, world.outside().now};
    const service host{{.plugin_dir = "/",
                        .listen = "127.0.0.1:0",
                        .public_url = "https://id.example.com/",
                        .data = (folder.path() / "host.db").string()},
                       world.outside(),
                       log};
    CHECK(boost::json::parse(host.ready_line()) ==
          boost::json::value{{"listen", host.address()}, {"public_url", "https://id.example.com"}});
}
