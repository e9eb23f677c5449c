#include "validator/tests/network_tests.hpp"

#include "validator/tests/canaries.hpp"
#include "validator/tests/sections.hpp"
#include "validator/tests/untrue_answers.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <random>

namespace validator {

using namespace std::chrono_literals;

namespace {

void login_over_network(trial& of) {
    stage here{of};
    here.plugin->must_log_in();
    std::map<std::string, int> asked;
    for (const auto& request : here.server->server().requests())
        ++asked[path_of(request)];
    for (const auto& answer : of.recipe.answers) {
        const auto times = std::exchange(asked[answer.path], 0);
        expect(times <= 1, "one login asked for " + answer.path + " " + std::to_string(times) +
                               " times, though it was answered: once is enough");
        if (times == 0) of.warn("a login does not ask for " + answer.path + ", which the recipe has an answer to");
    }
    for (const auto& [path, times] : asked)
        expect(times == 0, "a login asks for " + path + ", which the recipe has no answer to");
    here.host.expect_no_breach();
}

std::string names_of(const std::vector<idp_status>& statuses) {
    std::string out;
    for (const auto status : statuses)
        out += (out.empty() ? "" : " or ") + name_of(status);
    return out;
}

void meet_error(trial& of, const recipe_error& error) {
    stage here{of};
    here.server->err(error);
    const auto who = arrive(*here.plugin);
    const auto call = resolve_strictly(*here.plugin, who);
    expect(std::ranges::count(error.means, call.status) > 0, "resolve_account answered " + call.story() + " to \"" +
                                                                 error.name + "\", which according to the recipe is " +
                                                                 names_of(error.means));
    expect_no_canary(of.recipe, {who.code, who.token}, text_of(call.error), "the error of resolve_account");
    here.host.expect_no_breach();
}

void named_errors(trial& of) {
    of.table();
    at_once(static_cast<int>(of.recipe.errors.size()),
            [&](int i) { meet_error(of, of.recipe.errors[static_cast<std::size_t>(i)]); });
}

void no_second_restart(trial& of) {
    of.table();
    std::vector<recipe_error> errors;
    std::ranges::copy_if(of.recipe.errors, std::back_inserter(errors),
                         [](const auto& error) { return std::ranges::count(error.means, IDP_E_RESTART) > 0; });
    at_once(static_cast<int>(errors.size()), [&](int i) {
        stage here{of};
        const auto& error = errors[static_cast<std::size_t>(i)];
        here.server->err(error);
        const auto call = resolve_strictly(*here.plugin, arrive(*here.plugin, {.flags = IDP_AUTHORIZE_RESTARTED}));
        expect(call.status != IDP_E_RESTART, "resolve_account answered " + call.story() + " to \"" + error.name +
                                                 "\" in a login that was restarted before: the host would never stop");
    });
}

void each_his_own(trial& of) {
    stage here{of};
    here.server->lie([&, seed = std::make_shared<std::atomic<std::uint64_t>>(of.seed)](tls_peer& peer) {
        peer.handshake();
        for (std::minstd_rand random{static_cast<unsigned>((*seed)++)}; !peer.over();) {
            const auto answer = here.server->answer_to(peer.read_request());
            peer.pause(std::chrono::milliseconds{random() % 20});
            peer.send(answer);
        }
    });
    at_once(64, [&](int) {
        const auto call = resolve_strictly(*here.plugin, arrive(*here.plugin), {.timeout = 20s});
        expect(call.ok(), "of 64 people who log in at once one got " + call.story() +
                              " from resolve_account, though the provider answered all");
    });
    here.host.expect_no_breach();
}

void warm_login(trial& of) {
    stage here{of};
    here.plugin->prepare();
    here.plugin->must_log_in();
    const auto before = here.server->requests();
    here.plugin->must_log_in();
    const auto needed = std::ranges::count(of.recipe.answers, false, &recipe_answer::is_token);
    const auto asked = here.server->requests() - before;
    if (asked > needed)
        of.warn("a login of an instance that is warm costs " + std::to_string(asked) + " requests; " +
                std::to_string(needed) + " would be enough if the token were kept");
}

}  // namespace

section network_tests() {
    using enum needs;
    static constexpr contract_test tests[] = {
        {"login-over-network", "The provider logs somebody in, with no more requests than that takes.", "R20", network,
         login_over_network},
        {"named-errors",
         "The provider answers each error of the recipe with the status that it means, without an account.",
         "R16 R17 R18", network, named_errors},
        {"no-second-restart", "The provider never asks for a restart in a login that was restarted.", "R17", network,
         no_second_restart},
        {"deadline", "The provider returns by timeout_ms + 250 ms, whatever the provider's server does not do.", "R20",
         network, deadline},
        {"truncated-body", "The provider takes no answer for whole that was cut off.", "R18", network, truncated_body},
        {"oversized-body", "The provider gives an endless body up, in little memory.", "R18 R20", network,
         oversized_body},
        {"oversized-header", "The provider gives an endless header up, in little memory.", "R18 R20", network,
         oversized_header},
        {"wrong-content-type", "The provider survives an answer that says it is something else.", "R26", network,
         wrong_content_type},
        {"not-json", "The provider finds nobody in an answer that is not what was asked for.", "R18", network,
         not_json},
        {"empty-subject", "The provider gives no account to somebody whom the provider does not name.", "R18", network,
         empty_subject},
        {"duplicate-headers", "The provider refuses an answer of two lengths.", "R18", network, duplicate_headers},
        {"redirect-not-followed", "The provider takes code and secret to no other host.", "R16", network,
         redirect_not_followed},
        {"reset-mid-answer", "The provider takes no answer for whole whose connection was reset.", "R18", network,
         reset_mid_answer},
        {"expired-certificate", "The provider says nothing to a server whose certificate has expired.", "R16 R18",
         network, expired_certificate},
        {"wrong-name-certificate", "The provider says nothing to a server whose certificate is somebody else's.",
         "R16 R18", network, wrong_name_certificate},
        {"self-signed-certificate", "The provider says nothing to a server for which no authority vouches.", "R16 R18",
         network, self_signed_certificate},
        {"unsolicited-second-answer", "The provider takes an answer that nobody asked for as nobody's.", "R18", network,
         unsolicited_second_answer},
        {"each-his-own", "The provider gives each of 64 people at once the account that is his.", "R20", network,
         each_his_own},
        {"warm-login", "The provider asks for the token once.", "R20", network, warm_login},
    };
    return tests;
}

}  // namespace validator
