#include "io/self_test_desk.hpp"

#include "support/catch.hpp"
#include "support/local_wecom.hpp"
#include "support/outcome.hpp"

#include <future>

using namespace wecom;
using namespace std::chrono_literals;

namespace {

constexpr auto an_app = R"({"errcode":0,"errmsg":"ok","agentid":1000002,"name":"Portal","close":0})";

// An instance of the plugin with its self-tests, and what one of them told.
struct tester {
    std::shared_ptr<const config> settings;
    self_test_desk desk{runtime::of_this_process(), settings,
                        runtime::of_this_process().trust(settings->network.ca_file).value()};
    std::vector<step_report> told{};
    std::string story{};  // of the steps that have ended: "resolve passed, connect failed, ..."

    explicit tester(const a_config& with) : settings{std::make_shared<const config>(with)} {}
    ~tester() { desk.close(); }

    result<bool> run(std::chrono::milliseconds timeout = long_enough, wall_ms wall_now = 0) {
        const auto me = std::this_thread::get_id();
        return desk.run({.lang = language::en, .timeout = timeout, .wall_now = wall_now}, [&](const step_report& one) {
            CHECK(std::this_thread::get_id() == me);
            constexpr const char* states[] = {"running", "passed", "failed", "skipped"};
            told.push_back(one);
            if (one.state == step_state::running) return;
            if (!story.empty()) story += ", ";
            story += std::string{name_of(one.which)} + " " + states[static_cast<int>(one.state)];
        });
    }
    const step_report& failure() const {
        for (const auto& one : told)
            if (one.state == step_state::failed) return one;
        throw std::runtime_error{"no step failed"};
    }
};

// Of an app that has a number.
a_config settings_with_app(const local_wecom& wecom, boost::json::object network = {}) {
    return wecom.settings(std::move(network)).with("agentid", "1000002");
}

bool has(const std::string& text, std::string_view part) { return text.find(part) != text.npos; }

void answer_token_and_app(tls_peer& peer) {
    for (;;) {
        const bool wants_token = has(peer.read_request(), "/gettoken");
        peer.send(answer_of(wants_token ? token_answer("T1") : an_app));
    }
}

}  // namespace

TEST_CASE("a self-test opens a connection of its own and walks all the way", "[self_test_desk]") {
    local_wecom wecom;
    wecom.server.serve(&local_wecom::answer);
    instance app{wecom.settings()};
    REQUIRE(outcome(app.identify("n1")) == "ok");

    wecom.server.serve(&answer_token_and_app);
    tester at{settings_with_app(wecom)};
    CHECK(at.run().value());
    CHECK(at.story == "resolve passed, connect passed, tls passed, clock skipped, token passed, agent passed");
    CHECK(at.told.size() == 12);
    CHECK(wecom.server.connections() == 2);
    CHECK(wecom.server.resumed() == std::vector<bool>{false, false});
}

TEST_CASE("the secret goes to no stranger: an expired certificate ends the test", "[self_test_desk][T23]") {
    local_wecom wecom;
    wecom.server.present(wecom.authority.issue({.begins = -2h, .ends = -1h}));
    wecom.server.serve([](tls_peer&) {});
    tester at{settings_with_app(wecom)};
    CHECK_FALSE(at.run().value());
    CHECK(at.story == "resolve passed, connect passed, tls failed, clock skipped, token skipped, agent skipped");
    CHECK(has(at.failure().text, "certificate has expired"));
    CHECK(has(at.failure().remedy, "check the date of this machine"));
    CHECK(wecom.server.requests().empty());
}

TEST_CASE("where nobody is at home, the step says so", "[self_test_desk]") {
    local_wecom wecom;
    const auto [network, story] = GENERATE(values<std::pair<boost::json::object, std::string>>({
        {{{"api_base", "https://localhost:1"}}, "resolve passed, connect failed"},
        {{{"allow_private", false}}, "resolve failed, connect skipped"},
    }));
    tester at{settings_with_app(wecom, network)};
    CHECK_FALSE(at.run().value());
    CHECK(at.story.starts_with(story));
}

TEST_CASE("an app without a number is not asked for", "[self_test_desk]") {
    local_wecom wecom;
    wecom.server.serve(&answer_token_and_app);
    tester at{wecom.settings()};
    CHECK(at.run().value());
    CHECK(at.story.ends_with("token passed, agent skipped"));
    CHECK(wecom.server.requests().size() == 1);
}

TEST_CASE("a clock that is wrong is told, and the test goes on", "[self_test_desk]") {
    local_wecom wecom;
    wecom.server.serve([](tls_peer& peer) {
        peer.answer(answer_of(token_answer("T1"), "Date: Thu, 01 Jan 1970 01:00:00 GMT\r\n"));
        peer.answer(answer_of(an_app));
    });
    const auto [wall_now, clock] = GENERATE(table<wall_ms, std::string>({{3'600'000, "passed"}, {0, "failed"}}));
    tester at{settings_with_app(wecom)};
    CHECK(at.run(long_enough, wall_now).value() == (clock == "passed"));
    CHECK(at.story == "resolve passed, connect passed, tls passed, clock " + clock + ", token passed, agent passed");
}

TEST_CASE("a server that closes after each answer is asked over another connection", "[self_test_desk]") {
    local_wecom wecom;
    const bool announced = GENERATE(true, false);
    for (const auto& body : {token_answer("T1"), std::string{an_app}})
        wecom.server.serve([announced, body](tls_peer& peer) {
            peer.answer(answer_of(body, announced ? "Connection: close\r\n" : ""));
            peer.say_goodbye();
            peer.leave();
        });
    tester at{settings_with_app(wecom)};
    CHECK(at.run().value());
    CHECK(wecom.server.connections() == 2);
}

TEST_CASE("a self-test ends at its deadline, in the step where it waits", "[self_test_desk]") {
    local_wecom wecom;
    std::string story;
    SECTION("while the handshake hangs") {
        wecom.server.serve_in_clear([](tls_peer&) {});
        story = "resolve passed, connect passed, tls failed, clock skipped, token skipped, agent skipped";
    }
    SECTION("while WeCom is silent") {
        wecom.server.serve([](tls_peer& peer) { peer.read_request(); });
        story = "resolve passed, connect passed, tls passed, clock skipped, token failed, agent skipped";
    }
    tester at{settings_with_app(wecom)};
    const auto begun = in(0ms);
    CHECK_FALSE(at.run(200ms).value());
    CHECK(in(0ms) - begun < long_enough / 2);
    CHECK(at.story == story);
    CHECK(has(at.failure().text, "in time"));
}

TEST_CASE("a caller leaves in time although the I/O thread is busy, and hears how every step ended",
          "[self_test_desk]") {
    local_wecom wecom;
    wecom.server.serve(&local_wecom::answer);
    instance app{wecom.settings()};
    std::promise<void> stuck, go_on;
    grant of;
    of.nonce_hash = sha256("n1");
    of.code = secret{std::string{"code"}};
    const auto hang = [&](const auto&) {
        stuck.set_value();
        go_on.get_future().wait();
    };
    REQUIRE(app.logins.start({.of = of, .timeout = long_enough}, hang).has_value());
    stuck.get_future().wait();
    {
        tester at{settings_with_app(wecom)};
        CHECK_FALSE(at.run(50ms).value());
        CHECK(at.story == "resolve failed, connect skipped, tls skipped, clock skipped, token skipped, agent skipped");
        CHECK(at.told.front().state == step_state::running);
        go_on.set_value();
    }
}

TEST_CASE("the end of an instance ends its self-tests and waits for none of them", "[self_test_desk]") {
    local_wecom wecom;
    wecom.server.serve([](tls_peer& peer) { peer.read_request(); }, 4);
    const auto begun = in(0ms);
    std::vector<std::future<std::string>> ends;
    {
        tester at{settings_with_app(wecom)};
        for (int i = 0; i < 4; ++i)
            ends.push_back(std::async(std::launch::async, [&at] {
                return std::string{outcome(at.desk.run({.timeout = long_enough}, [](const auto&) {}))};
            }));
        wecom.server.wait_until_asked(4);
        at.desk.close();
        for (auto& one : ends)
            CHECK(one.get() == "shutdown");
        CHECK(outcome(at.run()) == "shutdown");
        CHECK(at.told.empty());
    }
    CHECK(in(0ms) - begun < long_enough / 2);
}

TEST_CASE("self-tests that fail do not keep logins out, and those that pass cost them nothing", "[self_test_desk]") {
    local_wecom wecom;
    instance app{wecom.settings()};
    tester at{settings_with_app(wecom)};
    wecom.server.present(wecom.authority.issue({.begins = -2h, .ends = -1h}));
    wecom.server.serve([](tls_peer&) {}, 40);
    for (int i = 0; i < 40; ++i)
        REQUIRE_FALSE(at.run().value());

    wecom.server.present(wecom.authority.issue());
    wecom.server.serve(&local_wecom::answer);
    CHECK(outcome(app.identify("n1")) == "ok");
    wecom.server.serve(&answer_token_and_app);
    CHECK(at.run().value());
    CHECK(outcome(app.identify("n2")) == "ok");
    CHECK(wecom.calls("/gettoken") == 2);
}
