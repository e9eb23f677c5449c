// Any provider whose callback brings code and state: what handle_callback answers to every kind of callback.

#include "login.hpp"
#include "support/catch.hpp"

using abi_test::begun_login;
using abi_test::login;
using abi_test::outcome;

namespace {

struct callbacks : login {
    callbacks() : login{abi_test::provider_file(), abi_test::provider_config()} {}
};

std::string query_of(const begun_login& from) { return "code=alice&state=" + from.state; }

}  // namespace

TEST_CASE_METHOD(callbacks, "a callback gives back what the host put into its login", "[callback]") {
    purpose = "bind";
    binding = "user 1, session 2";
    const auto begun = begin();
    REQUIRE(come_back(begun) == outcome{});
    CHECK(idp::view(grant->context) == "next=/home");
    CHECK(idp::view(grant->purpose) == "bind");
    CHECK_FALSE(idp::view(grant->mode).empty());
    CHECK(grant->transaction_index == 0);
    CHECK(idp::view(grant->token).size() <= IDP_MAX_GRANT_TOKEN);
}

TEST_CASE_METHOD(callbacks, "of several logins in one browser the one whose state came back is meant", "[callback]") {
    const auto first = begin(), second = begin();
    context = "third";
    const auto third = begin();
    REQUIRE(come_back(query_of(third), {first.transaction, second.transaction, third.transaction}) == outcome{});
    CHECK(grant->transaction_index == 2);
    CHECK(idp::view(grant->context) == "third");
}

TEST_CASE_METHOD(callbacks, "the same callback gets the same answer twice", "[callback]") {
    const auto begun = begin();
    REQUIRE(come_back(begun) == outcome{});
    const std::string context_of_first{idp::view(grant->context)};
    REQUIRE(come_back(begun) == outcome{});
    CHECK(idp::view(grant->context) == context_of_first);
}

TEST_CASE_METHOD(callbacks, "a forged callback is rejected", "[callback]") {
    const auto begun = begin(), other = begin();
    CHECK(come_back(query_of(other), {begun.transaction}) == outcome{IDP_E_REJECTED, "state_mismatch"});
    CHECK(come_back("code=alice", {begun.transaction}) == outcome{IDP_E_REJECTED, "state_mismatch"});
    const auto shorter = begun.state.substr(0, begun.state.size() - 1);
    CHECK(come_back("code=alice&state=" + shorter, {begun.transaction}) == outcome{IDP_E_REJECTED, "state_mismatch"});
}

TEST_CASE_METHOD(callbacks, "an ill-formed query is rejected", "[callback]") {
    const auto begun = begin();
    const auto state = "&state=" + begun.state;
    for (const auto& query : {"code=alice&code=bob" + state, "code=alice" + state + state, "code=alice&x=\xff" + state,
                              "code=alice&x=" + std::string(IDP_MAX_QUERY, 'x') + state}) {
        CAPTURE(query.substr(0, 40));
        CHECK(come_back(query, {begun.transaction}) == outcome{IDP_E_REJECTED, "malformed"});
    }
}

TEST_CASE_METHOD(callbacks, "an ill-formed transaction is rejected", "[callback]") {
    const auto begun = begin();
    CHECK(come_back(query_of(begun), {"not base64url!"}) == outcome{IDP_E_REJECTED, "malformed"});
    CHECK(come_back(query_of(begun), {std::string(IDP_MAX_TRANSACTION + 1, 'A')}) ==
          outcome{IDP_E_REJECTED, "malformed"});
}

TEST_CASE_METHOD(callbacks, "a person who refused is denied", "[callback]") {
    const auto begun = begin();
    CHECK(come_back("state=" + begun.state, {begun.transaction}) == outcome{IDP_E_DENIED, "user_refused"});
}

TEST_CASE_METHOD(callbacks, "a callback to another place than its login asked for is rejected", "[callback]") {
    const auto begun = begin();
    redirect_uri = "https://host.example/callback/2";
    CHECK(come_back(begun) == outcome{IDP_E_REJECTED, "other_redirect_uri"});
}

TEST_CASE_METHOD(callbacks, "a login cannot complete as a bind, nor one person's bind as another's", "[callback]") {
    const auto plain = begin();
    purpose = "bind";
    CHECK(come_back(plain) == outcome{IDP_E_REJECTED, "other_purpose"});
    binding = "user 1, session 1";
    const auto bind = begin();
    binding = "user 2, session 2";
    CHECK(come_back(bind) == outcome{IDP_E_REJECTED, "binding_mismatch"});
}

TEST_CASE_METHOD(callbacks, "a callback of another instance with the same keys is rejected", "[callback]") {
    login other{abi_test::provider_file(), abi_test::provider_config(), "test/2"};
    CHECK(come_back(other.begin()) == outcome{IDP_E_REJECTED, "other_instance"});
}

TEST_CASE_METHOD(callbacks, "a browser without a transaction may begin again", "[callback]") {
    CHECK(come_back(query_of(begin()), {}) == outcome{IDP_E_RESTART, "no_transaction"});
}

TEST_CASE_METHOD(callbacks, "a tampered transaction opens nothing", "[callback]") {
    const auto begun = begin();
    for (std::size_t at = 0; at < begun.transaction.size(); at += 7) {
        auto tampered = begun.transaction;
        tampered[at] = tampered[at] == 'A' ? 'B' : 'A';
        CHECK(come_back(query_of(begun), {tampered}) == outcome{IDP_E_RESTART, "unreadable"});
    }
}

TEST_CASE_METHOD(callbacks, "a login lives as long as its result said, and survives clocks that differ", "[callback]") {
    const auto begun = begin();
    host.now_ms += 599'000;
    CHECK(come_back(begun) == outcome{});
    host.now_ms += 2'000;
    CHECK(come_back(begun) == outcome{IDP_E_RESTART, "expired"});
    host.now_ms -= 601'000 + 60'000;
    CHECK(come_back(begun) == outcome{});
    host.now_ms -= 1'000;
    CHECK(come_back(begun) == outcome{IDP_E_RESTART, "expired"});
}

TEST_CASE_METHOD(callbacks, "a login that was restarted once is never asked to restart again", "[callback]") {
    const auto begun = begin(IDP_AUTHORIZE_RESTARTED);
    CHECK(come_back(query_of(begun), {}) == outcome{IDP_E_REJECTED, "no_transaction"});
    CHECK(come_back(query_of(begun), {"AAAA"}) == outcome{IDP_E_REJECTED, "unreadable"});
    host.now_ms += 601'000;
    CHECK(come_back(begun) == outcome{IDP_E_REJECTED, "expired"});
}
