// "idp-host serve" with a provider for each way to misbehave within the contract.
#include "behaviours.hpp"
#include "running_service.hpp"
#include "support/catch.hpp"

#include <boost/algorithm/string/predicate.hpp>

using namespace host;
using namespace chaos_test;
using boost::algorithm::contains;

namespace {

// Of the configuration with that behaviour.
std::string id_of(std::string behaviour) {
    std::replace(behaviour.begin(), behaviour.end(), '_', '-');
    return behaviour;
}
std::string login_path(const std::string& behaviour) {
    return "/api/v1/idp/org_idpplugin_chaos/" + id_of(behaviour) + "/login";
}

// A host with a provider of each of these behaviours, named by them, and beside them one that behaves. alice has an
// account of each.
struct tried_host {
    running_service service;

    explicit tried_host(const std::vector<std::string>& of) : service{configurations(of)} {
        for (const auto& name : of)
            service.give(service.alice(), "chaos:org.idpplugin.chaos/" + id_of(name), "alice");
        service.give(service.alice(), "chaos:static", "static");
    }

    // The page at which a login ends.
    page log_in(const std::string& name) {
        service.pass(std::chrono::seconds{60});  // nothing here is about limits
        return service.person().follow(service.url(login_path(name)));
    }
    bool a_sound_login_works() { return is_alices(service.person().follow(service.provider_url("/login"))); }
    bool is_alices(const page& shown) const {
        return shown.url == service.url("/me") && contains(shown.body, "<dd>alice</dd>");
    }

private:
    static std::vector<running_service::provider> configurations(const std::vector<std::string>& of) {
        std::vector<running_service::provider> out{running_service::minimal_provider()};
        for (const auto& name : of)
            out.push_back({CHAOS, "org.idpplugin.chaos", configured(name), id_of(name)});
        return out;
    }
};

// None of what hostile texts and errors contain has become a part of the page.
bool is_harmless(const page& shown) {
    for (const auto* piece : {"<script>alert", "<img src=x", "<svg onload", "<b onclick", "<b> &", "onerror=alert(1)>",
                              "\" autofocus onfocus="})
        if (contains(shown.body, piece)) return false;
    return contains(shown.header("Content-Security-Policy"), "default-src 'none'");
}

bool is_an_error_page(const page& shown) {
    return shown.status >= 400 && shown.status <= 599 && contains(shown.body, "<h1>") && is_harmless(shown);
}

bool is_retry_after(std::string_view value) {
    if (value.empty()) return true;
    const auto seconds = std::stoll(std::string{value});
    return seconds >= 1 && seconds <= 4'294'968;
}

}  // namespace

TEST_CASE("who has the account is signed in however oddly it is handed over", "[chaos]") {
    const std::vector<std::string> behaviours{"mild",          "slow_resolve",      "slow_destroy",
                                              "hostile_texts", "partial_account",   "large_authorize",
                                              "later_minor",   "shared_allocation", "nothing_owned",
                                              "many_records",  "early_completion",  "deaf_to_cancel",
                                              "odd_options",   "no_options",        "finished_before_cancel",
                                              "busy_store",    "odd_routes"};
    tried_host host{behaviours};
    for (const auto& name : behaviours)
        for (int turn = 0; turn < (name == "hostile_texts" ? 20 : 1); ++turn) {
            INFO(name << ' ' << turn);
            const auto end = host.log_in(name);
            CHECK(host.is_alices(end));
            CHECK(is_harmless(end));
        }
    CHECK(host.a_sound_login_works());
}

TEST_CASE("a login that fails ends on a page without markup of the provider's, and the next is sound", "[chaos]") {
    const std::vector<std::string> behaviours{"late_resolve", "authorize_errors", "callback_errors", "resolve_errors"};
    tried_host host{behaviours};
    for (const auto& name : behaviours)
        for (int turn = 0; turn < (name == "late_resolve" ? 1 : 40); ++turn) {
            INFO(name << ' ' << turn);
            const auto end = host.log_in(name);
            CHECK(is_an_error_page(end));
            CHECK(is_retry_after(end.header("Retry-After")));
        }
    CHECK(host.service.audited("login").empty());
    CHECK(host.a_sound_login_works());
}

TEST_CASE("who only looks like somebody is nobody", "[chaos]") {
    tried_host host{{"lookalikes", "large_account"}};
    for (const auto* name : {"lookalikes", "large_account"})
        for (int turn = 0; turn < 8; ++turn) {
            INFO(name << ' ' << turn);
            const auto end = host.log_in(name);
            CHECK(end.url == host.service.url("/bind"));
            CHECK(is_harmless(end));
        }
    CHECK(host.service.audited("login").empty());
    CHECK(host.a_sound_login_works());
}

TEST_CASE("only members are let in by a host that asks for members", "[chaos]") {
    tried_host host{{"verdicts"}};
    CHECK(host.is_alices(host.log_in("verdicts")));
    for (int turn = 1; turn < 4; ++turn)
        CHECK(is_an_error_page(host.log_in("verdicts")));
    CHECK(host.a_sound_login_works());
}

TEST_CASE("a provider that cannot be made leaves the others alone", "[chaos]") {
    tried_host host{{}};
    auto& service = host.service;
    const provider_setting broken{
        "broken", service.first_tenant(), "org.idpplugin.chaos", "Broken", configured("create_errors"), true, 0};
    CHECK_FALSE(service.providers().save(broken).has_value());
    service.data().settings.add(broken);
    service.providers().refresh();
    CHECK(service.providers().find("broken")->problem.has_value());
    CHECK(is_an_error_page(host.log_in("broken")));
    CHECK(host.a_sound_login_works());
}

TEST_CASE("a ticket that is refused binds nobody", "[chaos]") {
    tried_host host{{"ticket_errors"}};
    auto& service = host.service;
    const auto bob = service.add_user_with_password("bob");
    for (const auto& one : service.data().bindings.list(service.alice().id))
        if (one.issuer.starts_with("chaos:")) service.data().bindings.remove(one.id, service.alice().id);
    auto person = service.person();
    person.follow(service.url(login_path("ticket_errors")));
    CHECK(is_an_error_page(service.submit(person, "/bind", "/bind", "name=bob&password=correct+horse")));
    CHECK(is_an_error_page(host.log_in("ticket_errors")));
    CHECK(service.data().bindings.list(bob.id).empty());
    CHECK(host.a_sound_login_works());
}

TEST_CASE("the login page shows what it knows of odd ways in", "[chaos]") {
    const std::vector<std::string> behaviours{"odd_options", "no_options", "hostile_texts", "later_minor",
                                              "nothing_owned"};
    tried_host host{behaviours};
    auto person = host.service.person();
    const auto shown = person.get(host.service.url("/login"));
    CHECK(shown.status == 200);
    CHECK(is_harmless(shown));
    CHECK_FALSE(contains(shown.body, "a_mode_of_a_later_minor"));
    for (const auto& name : behaviours) {
        INFO(name);
        CHECK(contains(shown.body, login_path(name)) == (name != "no_options"));
    }
    const auto icon = person.get(host.service.url("/icons/odd-options/odd"));
    CHECK(contains(icon.header("Content-Security-Policy"), "sandbox"));
}

TEST_CASE("a provider's files never stand before the host's own pages", "[chaos]") {
    tried_host host{{"odd_routes"}};
    auto person = host.service.person();
    for (const auto* own : {"/", "/login", "/me", "/healthz", "/site.css"}) {
        INFO(own);
        CHECK_FALSE(contains(person.get(host.service.url(own)).body, "<script>alert"));
    }
    const auto large = person.get(host.service.url("/chaos/large.txt"));
    CHECK(large.body.size() == 1024 * 1024);
    CHECK(contains(large.header("Content-Security-Policy"), "sandbox"));
    CHECK(person.get(host.service.url("/chaos/empty")).status == 200);
    CHECK(person.get(host.service.url("/chaos/post")).status == 404);
}

TEST_CASE("logins of a provider at random leave a host that works", "[chaos]") {
    tried_host host{{"random"}};
    for (int turn = 0; turn < 30; ++turn) {
        INFO(turn);
        const auto end = host.log_in("random");
        CHECK(((end.status == 200 && is_harmless(end)) || is_an_error_page(end)));
    }
    CHECK(host.a_sound_login_works());
}
