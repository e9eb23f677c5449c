#include "validator/calls.hpp"
#include "validator/mutation.hpp"
#include "validator/tests/callback.hpp"

#include <algorithm>
#include <random>
#include <span>

namespace validator {
namespace {

// The callback's parameters, as they stand between '&'.
std::vector<std::string> parameters(std::string_view query) {
    std::vector<std::string> out;
    while (!query.empty()) {
        const auto end = std::min(query.find('&'), query.size());
        out.emplace_back(query.substr(0, end));
        query.remove_prefix(std::min(end + 1, query.size()));
    }
    return out;
}

}  // namespace

void expect_understood(const outcome& said, const idp::owned<idp_grant>& grant, std::string_view query) {
    if (said.ok()) {
        expect(idp::view(grant->context) == begin_options{}.context && grant->token.len > 0,
               "handle_callback made a grant that is not that of the login");
        return;
    }
    const bool typed = said.status == IDP_E_REJECTED || said.status == IDP_E_RESTART || said.status == IDP_E_DENIED;
    expect(typed, "handle_callback answered " + said.story() + " to the query " + printable(query) +
                      " of a browser, for which the host is not to blame");
    for (const auto text : {std::span<const char>{said.error.reason}, {said.error.public_text}, {said.error.detail}})
        expect(std::find(text.begin(), text.end(), '\0') != text.end(),
               "handle_callback left a text of its error without a NUL");
    expect(grant->owner.release == nullptr && grant->token.len == 0,
           "handle_callback failed and left something in its result");
}

void empty_query(trial& t) {
    scene in{t};
    const auto from = begun(in);
    idp::owned<idp_grant> grant;
    expect_answer(in.plugin->come_back("", {from.transaction}, grant), "an empty query", IDP_E_REJECTED);
    const auto nothing = in.plugin->come_back("", {}, grant);
    expect(nothing.status == IDP_E_RESTART || nothing.status == IDP_E_REJECTED,
           "handle_callback answered " + nothing.story() + " to an empty query without a transaction");
    for (const auto* const query : {"&", "&&&", "=", "=&=", "state", "state=", "x=y"})
        expect_answer(in.plugin->come_back(query, {from.transaction}, grant), std::string{"the query "} + query,
                      IDP_E_REJECTED);
}

void duplicated_parameter(trial& t) {
    scene in{t};
    const auto from = begun(in);
    const auto good = in.query_of(from);
    idp::owned<idp_grant> grant;
    for (const auto& parameter : parameters(t.recipe.callback)) {
        const auto name = parameter.substr(0, parameter.find('='));
        if (parameter.find("${") == parameter.npos && name != "code") continue;
        for (const auto& query : {good + '&' + name + "=other", name + "=other&" + good})
            expect_answer(in.plugin->come_back(query, {from.transaction}, grant), "a query with " + name + " twice",
                          IDP_E_REJECTED, "malformed");
    }
    expect_answer(in.plugin->come_back(good, {from.transaction}, grant), "the right query, after all that", IDP_OK);
}

void user_refused(trial& t) {
    if (!t.recipe.refusal) throw skipped{"the recipe has no \"refusal\""};
    scene in{t};
    const auto from = begun(in);
    idp::owned<idp_grant> grant;
    const auto query = filled_in(*t.recipe.refusal, {{"state", from.state}});
    expect_answer(in.plugin->come_back(query, {from.transaction}, grant), "a person's refusal", IDP_E_DENIED,
                  "user_refused");
    const auto forged = filled_in(*t.recipe.refusal, {{"state", begun(in).state}});
    expect_answer(in.plugin->come_back(forged, {from.transaction}, grant), "a refusal with another state",
                  IDP_E_REJECTED, "state_mismatch");
}

void same_input_same_answer(trial& t) {
    scene in{t};
    guest node{t, in.host, in.config_json(), "validator/1"};
    const begin_options how{.context = "here", .purpose = "bind", .binding = "user 1"};
    const auto from = begun(in, how);
    const auto connections = in.connections();
    idp::owned<idp_grant> grant;
    for (auto* const at : {&*in.plugin, &node, &*in.plugin, &node}) {
        const auto who = at == &node ? std::string{"another node"} : "the same instance";
        expect_answer(at->come_back(in.query_of(from, from.state + "x"), {from.transaction}, grant),
                      "a wrong state, at " + who, IDP_E_REJECTED);
        expect_answer(at->come_back(from, grant, how), "the same callback, at " + who, IDP_OK);
        expect(
            idp::view(grant->context) == "here" && idp::view(grant->purpose) == "bind" && grant->transaction_index == 0,
            "handle_callback gave another grant to the same callback, at " + who);
    }
    expect(in.connections() == connections, "handle_callback has reached for the provider's server; it does no I/O");
    idp::owned<idp_account> account;
    const auto said = node.resolve(idp::view(grant->token), account);
    expect(said.ok(),
           "resolve_account answered " + said.story() + " to a grant that another node of the deployment made");
}

void context_returned(trial& t) {
    scene in{t};
    std::mt19937_64 random{t.seed};
    idp::owned<idp_grant> grant;
    for (std::size_t size = 0; size <= IDP_MAX_CONTEXT; size += size < 32 || size > 500 ? 1 : 31) {
        begin_options how{.context = random_bytes(random, size)};
        std::replace(how.context.begin(), how.context.end(), '\0', '0');  // which has a test of its own
        expect_answer(in.plugin->come_back(begun(in, how), grant),
                      "a login with a context of " + std::to_string(size) + " bytes", IDP_OK);
        expect(idp::view(grant->context) == how.context,
               "a context of " + std::to_string(size) + " bytes came back as another one");
    }
}

void query_fuzz(trial& t) {
    scene in{t};
    std::mt19937_64 random{t.seed};
    const auto from = begun(in);
    const auto connections = in.connections();
    idp::owned<idp_grant> grant;
    for (unsigned i = 0; i < t.rounds * 10; ++i) {
        auto query = in.query_of(from);
        mutate(query, random);
        // In memory that ends with it, as a slice of a host's buffer may.
        const guarded brought{query};
        expect_understood(in.plugin->come_back(brought.bytes(), {from.transaction}, grant), grant, query);
    }
    expect(in.connections() == connections, "handle_callback has reached for the provider's server; it does no I/O");
    expect_answer(in.plugin->come_back(from, grant), "the right query, after all that", IDP_OK);
}

}  // namespace validator
