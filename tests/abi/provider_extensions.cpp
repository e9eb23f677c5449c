// Any provider: what it promises by an extension that it has. One that it does not have is nobody's concern.

#include "login.hpp"
#include "support/catch.hpp"

#include <string>

using abi_test::login;
using abi_test::sized;

namespace {

struct extended : login {
    extended() : login{abi_test::provider_file(), abi_test::provider_config()} {}

    template <class Extension>
    const Extension* extension(const char* id) const {
        return static_cast<const Extension*>(table().get_extension(id));
    }
};

void ignore(void*, const idp_self_test_step*) {}

}  // namespace

TEST_CASE_METHOD(extended, "a self-test that breaks the contract is not run", "[extensions]") {
    const auto* tests = extension<idp_self_test_v1>(IDP_SELF_TEST_V1);
    if (!tests) return;
    REQUIRE(tests->struct_size >= sizeof(idp_self_test_v1));
    auto err = idp::make_error();
    CHECK(tests->run(nullptr, 0, nullptr, ignore, nullptr, &err) == IDP_E_INVALID);
    CHECK(tests->run(self(), 0, nullptr, nullptr, nullptr, &err) == IDP_E_INVALID);
    CHECK(tests->run(self(), IDP_MAX_TIMEOUT_MS + 1, nullptr, ignore, nullptr, &err) == IDP_E_INVALID);
    CHECK(err.reason == std::string{"argument"});
}

TEST_CASE_METHOD(extended, "a self-test is refused inside a host function, which it would wait for", "[extensions]") {
    const auto* tests = extension<idp_self_test_v1>(IDP_SELF_TEST_V1);
    if (!tests) return;
    idp_status inside = IDP_OK;
    auto err = idp::make_error();
    host.when_asked_the_time = [&] { inside = tests->run(self(), 100, nullptr, ignore, nullptr, &err); };
    begin();
    host.when_asked_the_time = {};
    CHECK(inside == IDP_E_INVALID);
    CHECK(err.reason == std::string{"reentrant"});
}

TEST_CASE_METHOD(extended, "a ticket that breaks the contract is neither issued nor redeemed", "[extensions]") {
    const auto* tickets = extension<idp_bind_ticket_v1>(IDP_BIND_TICKET_V1);
    if (!tickets) return;
    REQUIRE(tickets->struct_size >= sizeof(idp_bind_ticket_v1));
    auto err = idp::make_error();
    idp::owned<idp_bind_ticket> ticket;
    const auto text = idp::str("x"), nothing = idp::str("");
    const auto nobody = sized<idp_account>();
    CHECK(tickets->issue(nullptr, &nobody, &text, ticket.out(), &err) == IDP_E_INVALID);
    CHECK(tickets->issue(self(), nullptr, &text, ticket.out(), &err) == IDP_E_INVALID);
    CHECK(tickets->issue(self(), &nobody, nullptr, ticket.out(), &err) == IDP_E_INVALID);
    CHECK(tickets->issue(self(), &nobody, &text, nullptr, &err) == IDP_E_INVALID);
    CHECK(tickets->redeem(self(), nullptr, &text, account.out(), &err) == IDP_E_INVALID);
    CHECK(tickets->redeem(self(), &text, nullptr, account.out(), &err) == IDP_E_INVALID);
    CHECK(tickets->redeem(self(), &text, &nothing, nullptr, &err) == IDP_E_INVALID);
}

TEST_CASE_METHOD(extended, "a name that cannot be as long as it says is not read", "[extensions]") {
    const auto* tickets = extension<idp_bind_ticket_v1>(IDP_BIND_TICKET_V1);
    if (!tickets) return;
    auto nobody = sized<idp_account>();
    nobody.verdict = IDP_VERDICT_MEMBER;
    nobody.issuer = nobody.subject = idp::str("x");
    nobody.display_name = {"name", SIZE_MAX};
    const auto bound_to = idp::str("session");
    auto err = idp::make_error();
    idp::owned<idp_bind_ticket> ticket;
    CHECK(tickets->issue(self(), &nobody, &bound_to, ticket.out(), &err) == IDP_E_INVALID);
}

TEST_CASE_METHOD(extended, "what nobody sealed is no ticket", "[extensions]") {
    const auto* tickets = extension<idp_bind_ticket_v1>(IDP_BIND_TICKET_V1);
    if (!tickets) return;
    const auto brought = GENERATE(as<std::string>{}, "", "x", "%", std::string(64, 'A'), std::string(1025, 'A'));
    const auto text = idp::str(brought), bound_to = idp::str("session");
    auto err = idp::make_error();
    CHECK(tickets->redeem(self(), &text, &bound_to, account.out(), &err) == IDP_E_REJECTED);
    CHECK(account->issuer.len == 0);
    CHECK(account->owner.release == nullptr);
}
