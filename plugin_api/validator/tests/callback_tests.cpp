#include "validator/tests/callback.hpp"
#include "validator/tests/sections.hpp"

#include <array>

// What browsers bring, and whether it belongs to the login that it is said to end.
namespace validator {

journey begun(scene& in, const begin_options& how) {
    journey out;
    const auto said = in.plugin->begin(out, how);
    expect(said.ok(), "build_authorize_url answered " + said.story() + " to a good request");
    return out;
}

void expect_answer(const outcome& said, const std::string& to_what, idp_status status, std::string_view reason) {
    std::string wanted = name_of(status);
    if (!reason.empty()) wanted += " \"" + std::string{reason} + '"';
    expect(said.status == status && (reason.empty() || said.reason() == reason),
           "handle_callback answered " + said.story() + " to " + to_what + "; the contract says " + wanted);
}

namespace {

void state_mismatch(trial& t) {
    scene in{t};
    const auto mine = begun(in), other = begun(in);
    idp::owned<idp_grant> grant;
    const auto come_back = [&](std::string_view state) {
        return in.plugin->come_back(in.query_of(mine, state), {mine.transaction}, grant);
    };
    expect_answer(come_back(other.state), "the state of another login", IDP_E_REJECTED, "state_mismatch");
    expect_answer(come_back(""), "an empty state", IDP_E_REJECTED);
    expect_answer(come_back(mine.state + mine.state), "the state twice over", IDP_E_REJECTED);
    for (std::size_t i = 0; i < mine.state.size(); ++i) {
        auto changed = mine.state;
        changed[i] = changed[i] == 'A' ? 'B' : 'A';
        expect_answer(come_back(changed), "a state with another character at " + std::to_string(i), IDP_E_REJECTED);
        expect_answer(come_back(mine.state.substr(0, i)), "the first " + std::to_string(i) + " characters of the state",
                      IDP_E_REJECTED);
    }
    expect_answer(come_back(mine.state), "the right state, after all that", IDP_OK);
}

void other_instance(trial& t) {
    scene in{t};
    guest other{t, in.host, in.config_json(), "validator/2"};
    const auto from = begun(in);
    idp::owned<idp_grant> grant;
    const auto said = other.come_back(from, grant);
    const bool refused =
        said.status == IDP_E_REJECTED || (said.status == IDP_E_RESTART && said.reason() == "unreadable");
    expect(refused, "handle_callback of another instance, with the same keys, answered " + said.story() +
                        "; the contract says IDP_E_REJECTED \"other_instance\"");
    expect_answer(in.plugin->come_back(from, grant), "the instance that began the login", IDP_OK);
}

const begin_options bind_of_a{.purpose = "bind", .binding = "user 1, session 1"};

void other_purpose(trial& t) {
    scene in{t};
    idp::owned<idp_grant> grant;
    const auto login = begun(in), bind = begun(in, bind_of_a);
    const begin_options expects_bind{.purpose = "bind"};
    const begin_options expects_login{.purpose = "login", .binding = bind_of_a.binding};
    expect_answer(in.plugin->come_back(login, grant, expects_bind), "a login where a bind is expected", IDP_E_REJECTED,
                  "other_purpose");
    expect_answer(in.plugin->come_back(bind, grant, expects_login), "a bind where a login is expected", IDP_E_REJECTED,
                  "other_purpose");
    const begin_options any{.purpose = "", .binding = bind_of_a.binding};
    expect_answer(in.plugin->come_back(bind, grant, any), "a bind where any purpose is", IDP_OK);
    expect(idp::view(grant->purpose) == "bind", "the grant of a bind has another purpose");
}

void binding_mismatch(trial& t) {
    scene in{t};
    journey nowhere;
    const begin_options unbound{.purpose = "bind"};
    const auto said = in.plugin->begin(nowhere, unbound);
    expect(said.status == IDP_E_INVALID, "build_authorize_url answered " + said.story() +
                                             " to purpose bind without a binding; the contract says IDP_E_INVALID");
    const auto from = begun(in, bind_of_a);
    idp::owned<idp_grant> grant;
    for (const std::string other :
         {"user 2, session 2", "user 1, session 12", "user 1, session ", "User 1, session 1", ""}) {
        const begin_options how{.purpose = "bind", .binding = other};
        expect_answer(in.plugin->come_back(from, grant, how), "the binding \"" + other + "\" of somebody else",
                      IDP_E_REJECTED, "binding_mismatch");
    }
    const auto plain = begun(in);
    const begin_options bound{.binding = "user 1, session 1"};
    expect_answer(in.plugin->come_back(plain, grant, bound), "a binding that the login did not have", IDP_E_REJECTED,
                  "binding_mismatch");
    expect_answer(in.plugin->come_back(from, grant, bind_of_a), "the right binding", IDP_OK);
}

void other_redirect_uri(trial& t) {
    scene in{t};
    const auto from = begun(in);
    idp::owned<idp_grant> grant;
    for (const std::string other :
         {"https://host.example/callback/2", "https://host.example/callback/1/", "http://host.example/callback/1",
          "https://other.example/callback/1", "https://host.example/callback/1?x=1"}) {
        const begin_options how{.redirect_uri = other};
        expect_answer(in.plugin->come_back(from, grant, how), "a callback that arrived at " + other, IDP_E_REJECTED,
                      "other_redirect_uri");
    }
}

constexpr std::array tests{
    contract_test{"state-mismatch", "Only the state of the browser's own login is accepted.", "R18", needs::instance,
                  state_mismatch},
    contract_test{"empty-query", "A callback without parameters is refused.", "R10 R18", needs::instance, empty_query},
    contract_test{"state-is-random", "Nobody can guess a state or a transaction.", "R18", needs::instance,
                  state_is_random},
    contract_test{"transaction-shape", "A transaction fits into a cookie, and what else is needed to begin is there.",
                  "R10", needs::instance, transaction_shape},
    contract_test{"other-instance", "A login cannot end at another instance.", "R18", needs::instance, other_instance},
    contract_test{"other-purpose", "A login cannot end as a bind, nor a bind as a login.", "R18", needs::instance,
                  other_purpose},
    contract_test{"binding-mismatch", "One person's bind cannot end as another's.", "R18", needs::instance,
                  binding_mismatch},
    contract_test{"other-redirect-uri", "A login cannot end at another address than it asked for.", "R18",
                  needs::instance, other_redirect_uri},
    contract_test{"no-transaction", "A browser without a transaction may begin again.", "R17", needs::instance,
                  no_transaction},
    contract_test{"expired-transaction", "A transaction lives as long as lifetime_s says.", "R17", needs::instance,
                  expired_transaction},
    contract_test{"future-transaction", "Nodes whose clocks differ by up to 60 s understand each other.", "R17",
                  needs::instance, future_transaction},
    contract_test{"rotated-seal-key", "All seal keys open, and the first one seals.", "R17", needs::instance,
                  rotated_seal_key},
    contract_test{"two-transactions", "Of several logins in one browser the one is meant whose state came back.", "R11",
                  needs::instance, two_transactions},
    contract_test{"duplicated-parameter", "A parameter that is there twice is rejected.", "R10", needs::instance,
                  duplicated_parameter},
    contract_test{"user-refused", "A person who said no is told so.", "R17", needs::instance, user_refused},
    contract_test{"tampered-transaction", "A transaction that was changed does not open.", "R18", needs::instance,
                  tampered_transaction},
    contract_test{"same-input-same-answer", "A callback is answered in the same way again, and on other nodes.", "R18",
                  needs::instance, same_input_same_answer},
    contract_test{"restart-loop", "A login that was restarted once is never asked to restart.", "R17", needs::instance,
                  restart_loop},
    contract_test{"context-returned", "The host gets its context back, byte by byte.", "R10", needs::instance,
                  context_returned},
    contract_test{"query-fuzz", "Whatever a browser sends is understood or refused, without the network.", "R10 R18",
                  needs::instance, query_fuzz},
    contract_test{"replayed-grant", "A grant is good for one account.", "R18", needs::instance, replayed_grant},
    contract_test{"forged-grant", "What handle_callback did not make is no grant.", "R18", needs::instance,
                  forged_grant},
};

}  // namespace

section callback_tests() { return tests; }

}  // namespace validator
