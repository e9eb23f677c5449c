// idp.self-test/1: the administrator presses "test the connection" and is told what to mend.

#include "e2e/company.hpp"
#include "support/catch.hpp"
#include "validator/network/tls_server.hpp"

#include <chrono>
#include <future>
#include <thread>

using namespace e2e;
using namespace std::chrono_literals;

namespace {

struct step {
    std::uint32_t state = 0;
    std::string text, remedy;
};

// What a self-test told: how each step ended, by its id.
struct report {
    idp_status status = IDP_OK;
    std::map<std::string, step> steps;
    std::string all;  // every text
    idp_error error = idp::make_error();

    std::uint32_t state(const std::string& id) const { return steps.at(id).state; }
    bool only(std::uint32_t expected) const {
        return std::all_of(steps.begin(), steps.end(), [&](auto& one) { return one.second.state == expected; });
    }
};

report self_test(company& of, std::string_view locale = "en", std::uint32_t timeout_ms = 10'000) {
    const auto* tests = of.library().extension<idp_self_test_v1>(IDP_SELF_TEST_V1);
    REQUIRE(tests);
    report out;
    const auto language = idp::str(locale);
    const auto sink = [](void* user, const idp_self_test_step* one) {
        auto& told = *static_cast<report*>(user);
        const step made{one->state, std::string{idp::view(one->text)}, std::string{idp::view(one->remedy)}};
        told.steps[std::string{idp::view(one->id)}] = made;
        told.all += made.text + '\n' + made.remedy + '\n';
    };
    out.status = tests->run(of.instance().get(), timeout_ms, &language, sink, &out, &out.error);
    return out;
}

bool has(const std::string& text, std::string_view part) { return text.find(part) != text.npos; }

// A company whose host has the right time.
struct punctual_company : company {
    explicit punctual_company(const simulated_wecom& wecom, boost::json::object config = {})
        : company{wecom, std::move(config)} {
        host.clock_ms = wecom.ask("/clock").at("now").to_number<std::uint64_t>() * 1000;
    }
};

}  // namespace

TEST_CASE("a company that is set up well passes every step", "[e2e]") {
    simulated_wecom wecom;
    punctual_company acme{wecom};
    const auto out = self_test(acme);
    INFO(out.all);
    CHECK(out.status == IDP_OK);
    CHECK(out.steps.size() == 6);
    CHECK(out.only(IDP_STEP_PASSED));
}

TEST_CASE("a wrong secret, an address that is not trusted and an app that is off are told with their remedy", "[e2e]") {
    simulated_wecom wecom;
    punctual_company wrong{wecom, {{"corpsecret", "not-the-secret-of-the-app-0123456789-abcdef"}}};
    const auto secret = self_test(wrong);
    CHECK(secret.status == IDP_NO);
    CHECK(secret.state("token") == IDP_STEP_FAILED);
    CHECK(has(secret.steps.at("token").text, "40001"));
    CHECK(has(secret.steps.at("token").remedy, "Copy the Secret again"));
    CHECK(secret.state("agent") == IDP_STEP_SKIPPED);

    punctual_company acme{wecom};
    const boost::json::object app{{"corpid", boost::json::string_view{corpid}}, {"agentid", 1000002}};
    auto elsewhere = app;
    elsewhere["trusted_ips"] = boost::json::array{"203.0.113.9"};
    wecom.tell("/apps", elsewhere);
    const auto en = self_test(acme), zh = self_test(acme, "zh-CN");
    CHECK(en.state("agent") == IDP_STEP_FAILED);
    CHECK(has(en.steps.at("agent").text, "60020"));
    CHECK(has(en.steps.at("agent").remedy, "Add 127.0.0.1 to the trusted IPs"));
    CHECK(has(zh.steps.at("agent").remedy, "请把 127.0.0.1 加入该应用的“企业可信IP”"));
}

TEST_CASE("a dead port, a stranger and a wrong clock are told apart", "[e2e]") {
    simulated_wecom wecom;
    punctual_company closed{wecom, {{"network", {{"api_base", "https://127.0.0.1:1"}}}}};
    CHECK(self_test(closed).state("connect") == IDP_STEP_FAILED);

    const certificate_authority authority;
    tls_server expired{authority.issue({.begins = -2h, .ends = -1h})};
    expired.serve([](tls_peer&) {});
    const auto there = "https://localhost:" + std::to_string(expired.port());
    punctual_company old{wecom, {{"network", {{"api_base", there}, {"ca_file", authority.pem_file()}}}}};
    const auto out = self_test(old);
    CHECK(out.state("tls") == IDP_STEP_FAILED);
    CHECK(has(out.steps.at("tls").text, "certificate has expired"));

    punctual_company late{wecom};
    late.host.clock_ms -= 600'000;
    const auto clocks = self_test(late);
    CHECK(clocks.status == IDP_NO);
    CHECK(has(clocks.steps.at("clock").text, "behind WeCom's"));
    CHECK(clocks.state("agent") == IDP_STEP_PASSED);
}

TEST_CASE("a self-test ends by its time, whatever swallows the packets", "[e2e]") {
    simulated_wecom wecom;
    tls_server black_hole{certificate_authority{}.issue()};
    black_hole.serve_in_clear([](tls_peer&) {});
    const auto swallowed = "https://localhost:" + std::to_string(black_hole.port());
    punctual_company mute{wecom, {{"network", {{"api_base", swallowed}}}}};
    const auto begun = std::chrono::steady_clock::now();
    const auto out = self_test(mute, "en", 300);
    CHECK(std::chrono::steady_clock::now() - begun < 550ms);
    CHECK(out.status == IDP_NO);
    CHECK(out.state("tls") == IDP_STEP_FAILED);
    CHECK(has(out.steps.at("tls").text, "in time"));
}

TEST_CASE("destroy ends a self-test within a tenth of a second", "[e2e]") {
    simulated_wecom wecom;
    punctual_company acme{wecom};
    wecom.tell("/faults", {{"path", "*"}, {"kind", "hang"}});
    auto pressed = std::async(std::launch::async, [&] { return self_test(acme, "en", 20'000); });
    while (wecom.calls("gettoken") == 0)
        std::this_thread::yield();
    const auto begun = std::chrono::steady_clock::now();
    acme.instance().reset();
    CHECK(std::chrono::steady_clock::now() - begun < 100ms);
    const auto out = pressed.get();
    CHECK(out.status == IDP_E_CANCELLED);
    CHECK(out.error.reason == std::string{"shutdown"});
}

TEST_CASE("no secret and no token is in what a self-test tells or logs [T13]", "[e2e]") {
    simulated_wecom wecom;
    punctual_company acme{wecom};
    std::string said;
    const auto listen = [&] {
        const auto out = self_test(acme);
        said += out.all + out.error.detail + out.error.public_text;
    };
    listen();
    for (const auto* path : {"/cgi-bin/gettoken", "/cgi-bin/agent/get"}) {
        for (const auto* kind : {"truncate", "body", "reset"}) {
            wecom.tell("/faults", {{"path", path}, {"kind", kind}, {"times", 1}});
            listen();
        }
        for (const int errcode : {-1, 40001, 42001, 60020}) {
            wecom.tell("/faults", {{"path", path}, {"kind", "errcode"}, {"times", 1}, {"errcode", errcode}});
            listen();
        }
    }
    said += acme.host.log();
    CHECK(has(said, "60020"));
    CHECK_FALSE(has(said, corpsecret));
    for (const auto& call : wecom.api_calls())
        if (const auto at = call.target.find("access_token="); at != call.target.npos)
            CHECK_FALSE(has(said, call.target.substr(at + 13, 32)));
}

TEST_CASE("a self-test that breaks the contract is refused before anything is sent", "[e2e]") {
    simulated_wecom wecom;
    company acme{wecom};
    const auto& run = *acme.library().extension<idp_self_test_v1>(IDP_SELF_TEST_V1)->run;
    const auto ignore = [](void*, const idp_self_test_step*) {};
    CHECK(run(nullptr, 0, nullptr, ignore, nullptr, nullptr) == IDP_E_INVALID);
    CHECK(run(acme.instance().get(), 0, nullptr, nullptr, nullptr, nullptr) == IDP_E_INVALID);
    CHECK(run(acme.instance().get(), 30'001, nullptr, ignore, nullptr, nullptr) == IDP_E_INVALID);
    CHECK(wecom.calls("") == 0);

    // From its own sink, where it would wait for itself.
    struct nested {
        company& of;
        idp_status inner = IDP_OK;
    } here{acme};
    const auto again = [](void* user, const idp_self_test_step*) {
        auto& at = *static_cast<nested*>(user);
        at.inner =
            at.of.library()
                .extension<idp_self_test_v1>(IDP_SELF_TEST_V1)
                ->run(
                    at.of.instance().get(), 0, nullptr, [](void*, const idp_self_test_step*) {}, nullptr, nullptr);
    };
    run(acme.instance().get(), 0, nullptr, again, &here, nullptr);
    CHECK(here.inner == IDP_E_INVALID);
}
