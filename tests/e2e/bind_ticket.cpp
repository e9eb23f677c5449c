// idp.bind-ticket/1: nobody is bound to this person yet, so the front end gets a ticket.

#include "e2e/company.hpp"
#include "support/catch.hpp"

#include <atomic>
#include <stdexcept>
#include <thread>

using namespace e2e;

namespace {

constexpr std::string_view browser = "session 1";

// Many threads ask at once, and Catch's assertions are for one.
const idp_bind_ticket_v1& tickets_of(company& of) {
    const auto* tickets = of.library().extension<idp_bind_ticket_v1>(IDP_BIND_TICKET_V1);
    if (!tickets) throw std::runtime_error{"the provider has no tickets"};
    return *tickets;
}

std::string issue(company& by, const outcome& login, std::string_view binding = browser) {
    idp::owned<idp_bind_ticket> out;
    const auto bound_to = idp::str(binding);
    REQUIRE(tickets_of(by).issue(by.instance().get(), &*login.account, &bound_to, out.out(), nullptr) == IDP_OK);
    CHECK(out->lifetime_s == 600);
    return std::string{idp::view(out->ticket)};
}

outcome redeem(company& at, std::string_view ticket, std::string_view binding = browser) {
    outcome out;
    const auto text = idp::str(ticket), bound_to = idp::str(binding);
    out.status = tickets_of(at).redeem(at.instance().get(), &text, &bound_to, out.account.out(), &out.error);
    out.reason = out.error.reason;
    return out;
}

}  // namespace

TEST_CASE("a person who signed in comes back by a ticket, once, in the same browser", "[e2e]") {
    simulated_wecom wecom;
    company acme{wecom, {{"profile", "basic"}}};
    const auto login = acme.log_in("ZhangSan");
    const auto ticket = issue(acme, login);
    CHECK(ticket.size() <= IDP_MAX_TICKET);
    CHECK(redeem(acme, ticket, "session 2").reason == "binding_mismatch");

    const auto back = redeem(acme, ticket);
    CHECK(back.status == IDP_OK);
    CHECK(back.account->verdict == IDP_VERDICT_MEMBER);
    CHECK(back.issuer() == login.issuer());
    CHECK(back.subject() == "zhangsan");
    CHECK(idp::view(back.account->display_name) == idp::view(login.account->display_name));
    CHECK(back.account->claims_json.len == 0);

    const auto again = redeem(acme, ticket);
    CHECK(again.status == IDP_E_REPLAYED);
    CHECK(again.subject().empty());
}

TEST_CASE("a ticket is used once even if the configuration is replaced meanwhile", "[e2e]") {
    simulated_wecom wecom;
    company acme{wecom};
    const auto ticket = issue(acme, acme.log_in("ZhangSan"));
    REQUIRE(redeem(acme, ticket).status == IDP_OK);
    acme.instance().reset();
    company replaced{wecom};
    CHECK(redeem(replaced, ticket).status == IDP_E_REPLAYED);
}

TEST_CASE("a ticket is of no use to another configuration, or after ten minutes", "[e2e]") {
    simulated_wecom wecom;
    company acme{wecom}, other{wecom, {}, "other"};
    const auto ticket = issue(acme, acme.log_in("ZhangSan"));
    CHECK(redeem(other, ticket).reason == "other_instance");
    acme.host.clock_ms += 600'001;
    const auto late = redeem(acme, ticket);
    CHECK(late.status == IDP_E_REJECTED);
    CHECK(late.reason == "expired");
}

TEST_CASE("where processes share a store, a ticket is used once in all of them, and never while it fails", "[e2e]") {
    simulated_wecom wecom;
    kv_store store;
    company acme{wecom, {}, "main", &store};
    const auto ticket = issue(acme, acme.log_in("ZhangSan"));
    store.fails_with = IDP_E_INTERNAL;
    const auto refused = redeem(acme, ticket);
    CHECK(refused.status == IDP_E_BUSY);
    CHECK(refused.reason == "store");
    CHECK(refused.subject().empty());

    store.fails_with = IDP_OK;
    CHECK(redeem(acme, ticket).status == IDP_OK);
    const auto mark = store.entries.lower_bound("ticket/");
    REQUIRE(mark != store.entries.end());
    CHECK(mark->second.find("zhangsan") == std::string::npos);
    CHECK(redeem(acme, ticket).status == IDP_E_REPLAYED);
}

TEST_CASE("of 64 who bring a ticket at once, one gets the account", "[e2e]") {
    simulated_wecom wecom;
    company acme{wecom};
    const auto ticket = issue(acme, acme.log_in("ZhangSan"));
    std::atomic<int> winners{0}, late{0};
    std::vector<std::jthread> threads;
    for (int i = 0; i < 64; ++i)
        threads.emplace_back([&] {
            const auto out = redeem(acme, ticket);
            winners += out.status == IDP_OK && out.subject() == "zhangsan";
            late += out.status == IDP_E_REPLAYED;
        });
    threads.clear();
    CHECK(winners == 1);
    CHECK(late == 63);
}

TEST_CASE("no ticket without seal keys, without a binding, or for whom the policy turns away", "[e2e]") {
    simulated_wecom wecom;
    company acme{wecom};
    auto& tickets = tickets_of(acme);
    idp::owned<idp_bind_ticket> out;
    auto err = idp::make_error();
    const auto login = acme.log_in("ZhangSan");
    const auto nothing = idp::str(""), bound_to = idp::str(browser);
    CHECK(tickets.issue(acme.instance().get(), &*login.account, &nothing, out.out(), &err) == IDP_E_INVALID);
    CHECK(tickets.issue(acme.instance().get(), &*login.account, nullptr, out.out(), &err) == IDP_E_INVALID);
    CHECK(tickets.issue(acme.instance().get(), nullptr, &bound_to, out.out(), &err) == IDP_E_INVALID);

    const auto guest = acme.finish(acme.visit_wecom("Disabled"), {}, IDP_RESOLVE_ANY_VERDICT);
    auto inactive = *guest.account;
    inactive.verdict = IDP_VERDICT_INACTIVE;
    CHECK(tickets.issue(acme.instance().get(), &inactive, &bound_to, out.out(), &err) == IDP_E_DENIED);

    const auto config = company::config_text(wecom, {});
    idp_create_request request{};
    request.struct_size = sizeof request;
    request.instance_id = idp::str("keyless");
    request.config_json = idp::str(config);
    const idp::instance keyless{acme.library(), acme.host.table(), request, err};
    CHECK(tickets.issue(keyless.get(), &*login.account, &bound_to, out.out(), &err) == IDP_E_UNSUPPORTED);
    CHECK(err.reason == std::string{"no_seal_key"});
}
