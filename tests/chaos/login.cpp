// The host's library, and "idp-host login" with it, in front of a provider that misbehaves within the contract.
#include "login.hpp"

#include "behaviours.hpp"
#include "support/catch.hpp"
#include "surroundings.hpp"
#include "web/schema_form/schema.hpp"

#include <future>
#include <set>
#include <sstream>

using namespace host;
using namespace chaos_test;

namespace {

struct attempt {
    temporary_folder folder;
    made_up_world world;
    std::ostringstream lines;
    event_log log{lines, log_level::trace, world.outside().now};
    login_options options;

    attempt(const std::string& library, const std::string& provider, const std::string& config) {
        options.plugin = library;
        options.config = folder.write("config.json", R"({"id": "test", "name": "Test", "provider": ")" + provider +
                                                         R"(", "config": )" + config + "}");
    }
    login_report run() { return run_login(options, world.outside(), log); }
};

attempt chaotic(const std::string& behaviour, int first = 0) {
    return {CHAOS, "org.idpplugin.chaos", configured(behaviour, first)};
}

attempt sound() { return {GOOD_MINIMAL, "org.idpplugin.minimal", R"({"users": "alice"})"}; }

// One configuration, as a host has it.
struct configured_chaos {
    made_up_world world;
    std::ostringstream lines;
    event_log log{lines, log_level::trace, world.outside().now};
    host_services services{log, world.outside().now};
    outcome<std::unique_ptr<configured_provider>> made;

    explicit configured_chaos(const std::string& behaviour, int first = 0)
        : made{configured_provider::create(idp::provider::open(CHAOS), services,
                                           {"test", "", "Test", configured(behaviour, first)}, {std::string(32, 'k')},
                                           {"https://id.example.com", true})} {}
    configured_provider* operator->() { return made->get(); }
};

bool is_told_well(const login_report& report) {
    if (report.who) return !report.who->issuer.empty() && !report.who->subject.empty();
    const auto& why = report.who.error();
    return why.status < 0 && why.status >= IDP_E_REJECTED && why.http_status >= 400 && why.http_status <= 599;
}

}  // namespace

TEST_CASE("a login ends in an account or in an error, whatever the provider does, and the next is sound", "[chaos]") {
    for (const auto& [name, description] : behaviours()) {
        INFO(name);
        const auto report = chaotic(name).run();
        CHECK(is_told_well(report));
        CHECK(boost::json::parse(to_json(report)).is_object());
        CHECK_FALSE(to_text(report).empty());
        CHECK(sound().run().who.has_value());
    }
}

TEST_CASE("every series of errors is told to its end", "[chaos]") {
    const auto behaviour =
        GENERATE(as<std::string>{}, "create_errors", "authorize_errors", "callback_errors", "resolve_errors");
    std::set<std::string> reasons;
    for (int first = 0; first < 40; ++first) {
        INFO(behaviour << ' ' << first);
        const auto report = chaotic(behaviour, first).run();
        CHECK(is_told_well(report));
        CHECK(boost::json::parse(to_json(report)).is_object());
        if (!report.who) reasons.insert(report.who.error().reason);
    }
    CHECK(reasons.size() >= 6);
}

TEST_CASE("the log keeps its lines whatever a provider writes into it", "[chaos]") {
    auto many = chaotic("many_records");
    CHECK(many.run().who.has_value());
    std::istringstream lines{many.lines.str()};
    std::string line;
    int count = 0;
    while (std::getline(lines, line)) {
        ++count;
        CHECK(line.size() < 4500);
        CHECK((line.find(" provider") != line.npos || line.find("_misbehaved") != line.npos));
        CHECK(line.find("\xE2\x80\xAE") == line.npos);
    }
    CHECK(count >= 900);
}

TEST_CASE("a host that stops does not wait for a provider that is slow", "[chaos]") {
    configured_chaos slow{"slow_resolve"};
    REQUIRE(slow.made.has_value());
    const auto begun = slow->start({});
    REQUIRE(begun.has_value());
    const auto query = begun->location.substr(begun->location.find('?') + 1);
    const auto granted = slow->handle_callback({.query = query, .transactions = {&begun->transaction, 1}});
    REQUIRE(granted.has_value());
    auto busy = std::async(std::launch::async, [&] { return slow->resolve(granted->token, "en"); });
    slow->cancel_all();
    const auto who = busy.get();  // with the account, if the call began too late
    CHECK((who.has_value() || who.error().status == IDP_E_CANCELLED));
}

TEST_CASE("a test of the connection shows hundreds of steps and that one failed", "[chaos]") {
    std::size_t told = 0;
    const auto count = [&](const self_test_step&) { ++told; };
    const auto well = configured_chaos { "self_test_fails" } -> self_test({}, "en", count);
    REQUIRE(well.has_value());
    CHECK_FALSE(*well);
    CHECK(told == 200 + 134);  // each of those that were not skipped also as it began

    const auto later = configured_chaos { "later_minor" } -> self_test({}, "en", count);
    CHECK((later.has_value() && *later));
}

TEST_CASE("what grew in a later minor is read as far as it is known", "[chaos]") {
    configured_chaos later{"later_minor"};
    REQUIRE(later->options("", "en").size() == 1);
    CHECK(later->options("", "en")[0].label == "Chaos");
    REQUIRE(later->files().size() == 1);
    CHECK(later->files()[0].body == "chaos");
    CHECK(check_config(idp::provider::open(CHAOS), R"({"seed": -1, "first": -1})", "en").size() == 2);
}

TEST_CASE("whatever becomes of a ticket, it stands for its account or for nobody", "[chaos]") {
    configured_chaos tickets{"ticket_errors"};
    const account alice{IDP_VERDICT_MEMBER, 0, "chaos:org.idpplugin.chaos/test", "alice", "Alice", "", "", "", ""};
    std::set<std::string> reasons;
    for (int turn = 0; turn < 40; ++turn) {
        const auto ticket = tickets->issue_ticket(alice, "session");
        const auto who = ticket ? tickets->redeem_ticket(*ticket, "session") : ticket.error();
        REQUIRE_FALSE(who.has_value());
        CHECK(who.error().status < 0);
        reasons.insert(who.error().reason);
    }
    CHECK(reasons.size() >= 10);
    configured_chaos mild{"mild"};
    const auto ticket = mild->issue_ticket(alice, "session");
    REQUIRE(ticket.has_value());
    CHECK(mild->redeem_ticket(*ticket, "session")->subject == "alice");
    CHECK(mild->redeem_ticket(*ticket, "session").error().status == IDP_E_REPLAYED);
}

TEST_CASE("a form has a field for everything in an unusual schema", "[chaos]") {
    const auto schema = parse_config_schema(idp::provider::open(CHAOS).descriptor().config_schema, language::english);
    REQUIRE(schema.has_value());
    REQUIRE(schema->fields.size() == 6);
    CHECK(schema->fields[0].kind == field_kind::choice);
    CHECK(schema->fields[0].options.size() == behaviours().size());
    CHECK(schema->fields[1].required_when.size() == 1);
    CHECK(schema->fields[5].pointer == "/anything");
    CHECK(schema->fields[5].kind == field_kind::json);
}
