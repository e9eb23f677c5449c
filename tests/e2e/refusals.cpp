// What is not let in: strangers, and callbacks that belong to no login of this browser.

#include "e2e/company.hpp"
#include "support/catch.hpp"

using namespace e2e;

namespace {

bool is_zero(const idp_account& account) {
    return !account.owner.release && account.verdict == 0 && account.issuer.len == 0 && account.subject.len == 0;
}

// Every callback here is refused by what the plugin holds in its hands: WeCom is not asked.
void check_refused(company& acme, const simulated_wecom& wecom, const journey& back, const login_options& with,
                   idp_status status, const std::string& reason) {
    const auto asked_before = wecom.calls("");
    const auto out = acme.finish(back, with);
    CHECK(out.status == status);
    CHECK(out.reason == reason);
    CHECK(is_zero(*out.account));
    CHECK(wecom.calls("") == asked_before);
}

std::string with_state(const std::string& query, std::string_view state) {
    return query.substr(0, query.find("state=") + 6) + std::string{state};
}

}  // namespace

TEST_CASE("an outside contact is denied as not_member and is nobody [T01]", "[e2e]") {
    simulated_wecom wecom;
    company acme{wecom};
    const auto fixtures = wecom.ask("/fixtures");
    for (const auto& person : fixtures.at("corporations").at(0).at("people").as_array()) {
        if (!person.as_object().contains("openid")) continue;
        const auto stranger = acme.log_in(std::string{person.at("openid").as_string().c_str()});
        CHECK(stranger.status == IDP_E_DENIED);
        CHECK(stranger.reason == "not_member");
        CHECK(is_zero(*stranger.account));
    }
    CHECK(wecom.calls("getuserinfo") == 2);
}

TEST_CASE("the host that asks for any verdict learns an outsider under an issuer of its own [T15] [T48]", "[e2e]") {
    simulated_wecom wecom;
    company acme{wecom};
    const auto linked = acme.finish(acme.visit_wecom("ww90b7d25e4c1fa836/ZhangSan"), {}, IDP_RESOLVE_ANY_VERDICT);
    CHECK(linked.status == IDP_OK);
    CHECK(linked.account->verdict == IDP_VERDICT_LINKED);
    CHECK(linked.issuer() == "wecom:ww90b7d25e4c1fa836#linked");
    CHECK(acme.log_in("ww90b7d25e4c1fa836/ZhangSan").reason == "linked_corp");
}

TEST_CASE("a member who is disabled, not activated or has left is denied as inactive if the profile is read", "[e2e]") {
    simulated_wecom wecom;
    company acme{wecom, {{"profile", "basic"}}};
    const auto member = GENERATE(as<std::string>{}, "Disabled", "NotActivated", "Departed");
    const auto out = acme.log_in(member);
    CHECK(out.status == IDP_E_DENIED);
    CHECK(out.reason == "inactive");
    CHECK(is_zero(*out.account));
}

TEST_CASE("the same userid of two corporations is two people [T15]", "[e2e]") {
    simulated_wecom wecom;
    company acme{wecom};
    company other{wecom,
                  {{"corpid", "ww90b7d25e4c1fa836"}, {"corpsecret", "-bNDTAJvmnWXnWcFci19niyzGrLm142y2wVzwrnbwF0"}},
                  "other"};
    const auto ours = acme.log_in("ZhangSan"), theirs = other.log_in("ZhangSan");
    CHECK(ours.subject() == theirs.subject());
    CHECK(ours.issuer() != theirs.issuer());
}

TEST_CASE("a refusal on WeCom's page is denied as user_refused", "[e2e]") {
    simulated_wecom wecom;
    company acme{wecom};
    check_refused(acme, wecom, acme.visit_wecom("deny", {.mode = "qr_legacy"}), {}, IDP_E_DENIED, "user_refused");
}

TEST_CASE("an attacker's callback in another browser is refused [T03] [T17] [T46]", "[e2e]") {
    simulated_wecom wecom;
    company acme{wecom};
    const auto attacker = acme.visit_wecom("lisi");
    auto victim = acme.begin();

    check_refused(acme, wecom, {{}, victim.transaction, attacker.query}, {}, IDP_E_REJECTED, "state_mismatch");
    std::string token;
    const auto bare = acme.callback(attacker.query, {}, {}, &token);
    CHECK(bare.status == IDP_E_RESTART);
    CHECK(bare.reason == "no_transaction");
    CHECK(token.empty());
}

TEST_CASE("a forged or foreign callback is refused", "[e2e]") {
    simulated_wecom wecom;
    company acme{wecom};
    company other{wecom, {}, "other"};
    const auto back = acme.visit_wecom("ZhangSan");

    auto forged = back;
    auto& letter = forged.transaction[forged.transaction.size() / 2];
    letter = letter == 'A' ? 'B' : 'A';
    check_refused(acme, wecom, forged, {}, IDP_E_RESTART, "unreadable");
    check_refused(acme, wecom, {{}, back.transaction, with_state(back.query, "none")}, {}, IDP_E_REJECTED,
                  "state_mismatch");
    check_refused(acme, wecom, {{}, back.transaction, back.query + "&state=x"}, {}, IDP_E_REJECTED, "malformed");
    check_refused(other, wecom, back, {}, IDP_E_REJECTED, "other_instance");
    CHECK(acme.finish(back).status == IDP_OK);
}

TEST_CASE("a login begun by one user cannot be finished as a binding of another [T04]", "[e2e]") {
    simulated_wecom wecom;
    company acme{wecom};
    const login_options bind{.purpose = "bind", .binding = "user 7, session 1"};
    const auto login = acme.visit_wecom("ZhangSan"), binding = acme.visit_wecom("ZhangSan", bind);

    check_refused(acme, wecom, login, bind, IDP_E_REJECTED, "other_purpose");
    check_refused(acme, wecom, binding, {.purpose = "login", .binding = bind.binding}, IDP_E_REJECTED, "other_purpose");
    check_refused(acme, wecom, binding, {.purpose = "bind", .binding = "user 8, session 2"}, IDP_E_REJECTED,
                  "binding_mismatch");
    CHECK(acme.finish(binding, bind).status == IDP_OK);
}

TEST_CASE("a callback that comes after ten minutes is told to start again, once", "[e2e]") {
    simulated_wecom wecom;
    company acme{wecom};
    const auto back = acme.visit_wecom("ZhangSan"),
               again = acme.visit_wecom("ZhangSan", {.flags = IDP_AUTHORIZE_RESTARTED});
    acme.host.clock_ms += 601'000;
    check_refused(acme, wecom, back, {}, IDP_E_RESTART, "expired");
    check_refused(acme, wecom, again, {}, IDP_E_REJECTED, "expired");
}

TEST_CASE("a code with another token inside reaches WeCom encoded [T12]", "[e2e]") {
    simulated_wecom wecom;
    company acme{wecom};
    auto back = acme.begin();
    const auto state = back.location.substr(back.location.find("state=") + 6, 43);
    back.query = "code=c-x%26access_token%3Devil&state=" + state;
    CHECK(acme.finish(back).reason == "code_invalid");
    const auto asked = wecom.api_calls().back().target;
    CHECK(asked.ends_with("&code=c-x%26access_token%3Devil"));
    CHECK(asked.find("access_token=evil") == asked.npos);
}
