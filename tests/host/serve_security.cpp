// The threats that concern a host, each against the running program.
#include "running_service.hpp"
#include "support/catch.hpp"
#include "web/form.hpp"

#include <boost/algorithm/string/predicate.hpp>

#include <future>
#include <set>

using namespace host;
using boost::algorithm::contains;

namespace {

const scripted_control_v1& control() {
    static const auto library = idp::provider::open(SCRIPTED);
    return *library.extension<scripted_control_v1>(SCRIPTED_CONTROL_V1);
}

std::string all_cookies(const page& from) {
    std::string out;
    for (const auto& [name, value] : from.headers)
        if (name == "Set-Cookie") out += value + "\n";
    return out;
}

}  // namespace

TEST_CASE("T03: a callback of somebody else's browser signs nobody in", "[serve]") {
    const auto host = running_service::minimal();
    auto attacker = host.person(), victim = host.person();
    const auto callback = attacker.get(host.provider_url("/login")).location();
    victim.get(host.provider_url("/login"));
    CHECK(victim.get(callback).status == 400);
    CHECK(victim.get(host.url("/me")).location() == host.url("/login"));
}

TEST_CASE("T07: a login that would end elsewhere does not begin", "[serve]") {
    const auto host = running_service::minimal();
    const auto next = GENERATE(as<std::string>{}, "//evil", "https://evil/?h=host", "https://host.evil.com", "/\\evil");
    const auto page = host.person().get(host.provider_url("/login?next=" + encode_value(next)));
    CHECK(page.status == 400);
    CHECK(page.location().empty());
}

TEST_CASE("a login with a mode or a parameter that does not exist does not begin", "[serve]") {
    const auto host = running_service::minimal();
    const auto query = GENERATE(as<std::string>{}, "mode=nope", "mode=direct&mode=direct", "next=/me&next=/");
    CHECK(host.person().get(host.provider_url("/login?" + query)).status == 400);
}

TEST_CASE("T18: a login starts a new session and ends the one before", "[serve]") {
    const auto host = running_service::minimal();
    auto person = host.person();
    person.follow(host.provider_url("/login"));
    const auto before = person.cookies("127.0.0.1").at("idp_session");
    person.follow(host.provider_url("/login"));
    CHECK(person.cookies("127.0.0.1").at("idp_session") != before);
    auto thief = host.person({{"Cookie", "idp_session=" + before}});
    CHECK(thief.get(host.url("/me")).location() == host.url("/login"));
}

TEST_CASE("T11: signing out needs the token of the page, and ends the session", "[serve]") {
    const auto host = running_service::minimal();
    auto person = host.person();
    const auto me = person.follow(host.provider_url("/login"));
    CHECK(person.post(host.url("/logout"), "").status == 403);
    CHECK(person.post(host.url("/logout"), "csrf=x").status == 403);
    CHECK(person.get(host.url("/me")).status == 200);

    CHECK(person.post(host.url("/logout"), "csrf=" + host.csrf_of(me)).location() == host.url("/login"));
    CHECK(person.get(host.url("/me")).location() == host.url("/login"));
}

TEST_CASE("T29: a hostile name is shown as text", "[serve]") {
    const auto host = running_service::scripted(R"({"display_name": "<script>alert(1)</script>"})");
    const auto page = host.person().follow(host.provider_url("/login"));
    CHECK(contains(page.body, "&lt;script&gt;alert(1)&lt;/script&gt;"));
    CHECK_FALSE(contains(page.body, "<script>"));
}

TEST_CASE("T31: headers that anybody can write do not choose where the callback is", "[serve]") {
    const auto host = running_service::minimal();
    auto person = host.person({{"X-Forwarded-Host", "evil"}, {"Forwarded", "host=evil"}});
    CHECK(contains(person.get(host.provider_url("/login")).location(), host.provider_url("/callback?")));
}

TEST_CASE("T32: on https, cookies are tied to this host and browsers are told to stay on https", "[serve]") {
    const auto host = running_service::minimal_at("https://id.example.com");
    const auto page = host.person().get(host.provider_url("/login"));
    CHECK(contains(page.location(), "https://id.example.com/api/v1/idp/org_idpplugin_minimal/test/callback?"));
    CHECK(contains(all_cookies(page), "__Host-idp_tx_"));
    CHECK(contains(all_cookies(page), "; Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=600"));
    CHECK(page.header("Strict-Transport-Security") == "max-age=31536000");
}

TEST_CASE("a browser with many logins under way keeps the newest 4", "[serve]") {
    const auto host = running_service::minimal();
    auto person = host.person();
    for (int i = 0; i < 9; ++i)
        person.get(host.provider_url("/login"));
    CHECK(person.cookies("127.0.0.1").size() == 4 + 1);  // and what forms show
}

TEST_CASE("a session ends after 8 hours", "[serve]") {
    auto host = running_service::minimal();
    auto person = host.person();
    person.follow(host.provider_url("/login"));
    host.pass(std::chrono::hours{8});
    CHECK(person.get(host.url("/me")).location() == host.url("/login"));
}

TEST_CASE("T13: the log holds no code, state, transaction or session", "[serve]") {
    auto host = running_service::minimal();
    auto person = host.person();
    const auto start = person.get(host.provider_url("/login"));
    const auto query = *parse_form(start.location().substr(start.location().find('?') + 1));
    person.follow(start.location());
    person.get(host.provider_url("/callback?code=canarycode&state=canarystate"));
    const auto session = person.cookies("127.0.0.1").at("idp_session");
    const auto log = host.log_after_stop();
    REQUIRE(contains(log, "login provider=test"));
    for (const auto& secret : {std::string{value_of(query, "state")}, session, std::string{"canary"}, std::string{"?"}})
        CHECK_FALSE(contains(log, secret));
}

TEST_CASE("a login that waits keeps nobody else waiting, and a stop lets it finish", "[serve]") {
    auto host = running_service::scripted("{}");
    control().hold();
    auto login = std::async(std::launch::async, [&] { return host.person().get(host.provider_url("/login")); });
    auto person = host.person();
    const auto callback = person.get(host.provider_url("/login")).location();
    auto waiting = std::async(std::launch::async, [&] { return person.get(callback); });
    control().wait_until_held();
    CHECK(login.get().status == 303);
    CHECK(host.person().get(host.url("/login")).status == 200);

    host.stop();
    control().let_go();
    CHECK(waiting.get().location() == host.url("/me"));
}

TEST_CASE("T35: logins that hang at a provider hold up logins, and no other page", "[serve]") {
    auto host = running_service::scripted("{}");
    control().hold();
    const auto sign_in = [&] { return host.person().follow(host.provider_url("/login")).url; };
    std::vector<std::future<std::string>> logins;
    for (int i = 0; i < 40; ++i)
        logins.push_back(std::async(std::launch::async, sign_in));
    control().wait_until_so_many_are_held(32);

    auto person = host.person();
    CHECK(person.get(host.url("/healthz")).status == 200);
    CHECK(person.get(host.url("/login")).status == 200);
    CHECK(person.get(host.provider_url("/login")).status == 303);

    control().let_go();
    for (auto& one : logins)
        CHECK(one.get() == host.url("/me"));
}

TEST_CASE("a stop gives up a login that does not end", "[serve]") {
    running_service host{{running_service::scripted_provider("{}")}, "", std::chrono::milliseconds{1}};
    control().hold();
    auto person = host.person();
    const auto callback = person.get(host.provider_url("/login")).location();
    auto waiting = std::async(std::launch::async, [&] { return person.get(callback); });
    control().wait_until_held();
    CHECK(contains(host.log_after_stop(), "status=cancelled"));
    CHECK_THROWS_AS(waiting.get(), browser_error);
    control().let_go();
}

TEST_CASE("T01: an answer without a subject signs nobody in", "[serve]") {
    const auto host = running_service::scripted(R"({"subject": ""})");
    auto person = host.person();
    CHECK(person.follow(host.provider_url("/login")).status == 500);
    CHECK(person.get(host.url("/me")).location() == host.url("/login"));
}

TEST_CASE("T10: where a login goes on is no part of the provider's address", "[serve]") {
    const auto host = running_service::minimal();
    auto person = host.person();
    const auto start = person.get(host.provider_url("/login?next=/me?code=mine%26state=mine"));
    CHECK_FALSE(contains(start.location(), "mine"));
    CHECK(person.get(start.location()).location() == host.url("/me?code=mine&state=mine"));
    CHECK(person.get(start.location() + "&code=bob").status == 400);
}

TEST_CASE("T09: where a login goes on stays as it came, in one header", "[serve]") {
    const auto host = running_service::minimal();
    for (const std::string next : {"/me?a=b%26token%3Devil%23c", "/me?%0d%0aSet-Cookie:%20idp_session=evil", "/me?%00",
                                   "/me?name=%E5%BC%A0%E4%B8%89%F0%9F%98%80&x=a+b"}) {
        CAPTURE(next);
        auto person = host.person();
        const auto start = person.get(host.provider_url("/login?next=" + encode_value(next)));
        const auto end = person.get(start.location());
        CHECK(end.location() == host.url(next));
        CHECK_FALSE(contains(all_cookies(end), "evil"));
    }
    CHECK(host.person().get(host.provider_url("/login?next=/me%0d%0aSet-Cookie:%20a=b")).status == 400);
}

TEST_CASE("T08: nothing that a cookie holds is in an address or on a page", "[serve]") {
    auto host = running_service::minimal();
    host.add_user_with_password("bob");
    auto person = host.person();
    std::string shown;
    std::set<std::string> secrets;
    const auto look = [&](const page& at) {
        shown += at.body + std::string{at.header("Location")};
        for (const auto& [name, value] : person.cookies("127.0.0.1"))
            if (name != "idp_form") secrets.insert(value);
        return at;
    };
    look(person.get(host.provider_url("/login")));
    look(host.arrive_as(person, "bob"));
    look(person.get(host.url("/bind")));
    look(host.submit(person, "/bind", "/bind", "name=bob&password=correct+horse&next="));
    look(person.get(host.url("/me")));
    look(person.get(host.url("/me/accounts")));
    CHECK(secrets.size() >= 3);
    for (const auto& secret : secrets)
        CHECK_FALSE(contains(shown, secret));
}

TEST_CASE("T08: the answer to a callback is neither stored nor told to the next page", "[serve]") {
    const auto host = running_service::minimal();
    auto person = host.person();
    const auto end = person.get(person.get(host.provider_url("/login")).location());
    CHECK(end.status == 303);
    CHECK(end.header("Referrer-Policy") == "no-referrer");
    CHECK(end.header("Cache-Control") == "no-store");
    CHECK(end.body.empty());
}

TEST_CASE("T32: every cookie of a login on https is tied to this host and closed to scripts", "[serve]") {
    auto host = running_service::minimal_at("https://id.example.com");
    host.add_user_with_password("bob");
    auto person = host.person({{"Origin", "https://id.example.com"}});
    const auto here = [&](std::string url) {
        const auto at = url.find("https://id.example.com");
        return at == url.npos ? url : host.url(url.substr(at + 22));
    };
    const auto start = person.get(host.provider_url("/login"));
    auto callback = here(start.location());
    const auto back = person.get(callback.replace(callback.find("code=alice"), 10, "code=bob"));
    const auto in = host.submit(person, "/bind", "/bind", "name=bob&password=correct+horse&next=");
    CHECK(in.status == 303);
    for (const auto* one : {&start, &back, &in})
        for (const auto& [name, value] : one->headers)
            if (name == "Set-Cookie") {
                INFO(value);
                CHECK(value.starts_with("__Host-idp_"));
                CHECK(contains(value, "; Path=/; HttpOnly; SameSite=Lax; Secure"));
            }
}

TEST_CASE("T13: the log holds no password", "[serve]") {
    auto host = running_service::minimal();
    host.add_user_with_password("bob");
    auto person = host.person();
    host.sign_in(person, "bob");
    host.sign_in(person, "bob", "canary password");
    const auto log = host.log_after_stop();
    REQUIRE(contains(log, "login_refused by=password"));
    CHECK_FALSE(contains(log, "canary"));
    CHECK_FALSE(contains(log, "horse"));
}

TEST_CASE("a login that began with a provider ends with it, although it was changed meanwhile", "[serve]") {
    auto host = running_service::scripted("{}");
    control().hold();
    auto person = host.person();
    const auto callback = person.get(host.provider_url("/login")).location();
    auto waiting = std::async(std::launch::async, [&] { return person.get(callback); });
    control().wait_until_held();
    auto changed = *host.data().settings.find("test");
    changed.config = R"({"label": "another"})";
    REQUIRE(host.providers().save(changed).has_value());
    control().let_go();
    CHECK(waiting.get().location() == host.url("/me"));
}
