// Children of the host's process: what they may do with a provider that was there before them.

#include "validator/process/child.hpp"
#include "validator/stage.hpp"
#include "validator/tests/sections.hpp"

#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <thread>

namespace validator {
namespace {

// Logins without a pause until the end of this, as a host that forks may have them under way.
class busy {
public:
    explicit busy(guest& with, int threads) {
        for (int i = 0; i < threads; ++i)
            threads_.emplace_back([&](const std::stop_token& end) {
                while (!end.stop_requested()) {
                    with.log_in();
                    ++logins_;
                }
            });
        while (logins_ < threads)
            std::this_thread::yield();
    }

private:
    std::atomic<int> logins_{0};
    std::vector<std::jthread> threads_;
};

// What a child does with an instance of its own: "" if all is well.
std::string life_of_its_own(trial& of, const std::string& config) {
    attentive_host host;
    guest own{of, host, config, "validator/child"};
    const auto end = own.log_in();
    if (!end.ok()) return "in a child, a login with an instance of its own ended with " + end.story();
    return own.destroy() == IDP_OK ? "" : "in a child, destroy of an instance of its own failed";
}

// gcc's ThreadSanitizer does not follow the child of a process that has threads.
void need_children() {
#ifdef __SANITIZE_THREAD__
    throw skipped{"ThreadSanitizer does not follow children"};
#endif
}

void expect_nothing_said(const std::string& by_child) {
    expect(by_child.empty(),
           by_child.find("signal 14") != std::string::npos
               ? "a child did not come back: " + by_child + " (it waits for a lock or a thread that fork did not copy)"
               : by_child);
}

void fork_before_create(trial& of) {
    need_children();
    of.table();
    std::optional<stand_in> server;
    if (of.recipe.has_network()) server.emplace(of.recipe);
    const auto config = server ? server->config_json() : of.recipe.config_json();
    expect_nothing_said(process::said_by_a_child([&] { return life_of_its_own(of, config); }));
    expect_nothing_said(life_of_its_own(of, config));
}

// Libraries below the provider have locks of their own, which one of many children may find held for ever; a provider
// that has one of its own hangs in most of them.
void fork_while_busy(trial& of) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    throw skipped{"a sanitizer's malloc does not live through the fork of a process whose threads allocate"};
#endif
    constexpr unsigned patience_s = 5;
    stage on{of};
    on.plugin->must_log_in();
    const busy logins{*on.plugin, 8};
    const auto children = std::max(3u, of.rounds / 100);
    unsigned hung = 0;
    for (unsigned i = 0; i < children; ++i) {
        const auto said = process::said_by_a_child([&] {
            ::alarm(patience_s);
            return life_of_its_own(of, on.config_json(of));
        });
        if (said.find("signal 14") == std::string::npos)
            expect_nothing_said(said);
        else
            ++hung;
    }
    const auto count = std::to_string(hung) + " of " + std::to_string(children) + " children of a busy process did not";
    expect(hung * 2 < children, count + " come back: they wait for a lock or a thread that fork did not copy");
    if (hung > 0) of.warn(count + " come back");
}

std::string refusals_of_inherited(guest& inherited, const std::string& token) {
    const auto refused = [](const char* function, idp_status answer) {
        return answer == IDP_E_WRONG_PROCESS
                   ? std::string{}
                   : std::string{"in a child, "} + function + " on an instance of the parent answered " +
                         name_of(answer) + " instead of IDP_E_WRONG_PROCESS";
    };
    journey login;
    idp::owned<idp_grant> grant;
    idp::owned<idp_account> account;
    for (const auto& said :
         {refused("build_authorize_url", inherited.begin(login).status),
          refused("handle_callback", inherited.come_back("state=a", {}, grant).status),
          refused("resolve_account", inherited.resolve(token, account).status), refused("prepare", inherited.prepare()),
          refused("cancel", inherited.cancel(1)), refused("destroy", inherited.table().destroy(inherited.self()))})
        if (!said.empty()) return said;
    return {};
}

void fork_after_create(trial& of) {
    need_children();
    stage on{of};
    on.plugin->must_log_in();
    const auto token = on.plugin->grant_token();
    expect_nothing_said(process::said_by_a_child([&] { return refusals_of_inherited(*on.plugin, token); }));
    on.plugin->must_log_in();
}

}  // namespace

section fork_tests() {
    static constexpr contract_test tests[]{
        {"fork-before-create", "The provider works in a child of a process that has loaded it.", "R21 R2",
         needs::instance, fork_before_create},
        {"fork-after-create", "The provider answers IDP_E_WRONG_PROCESS for an instance of the parent, which goes on.",
         "R21", needs::instance, fork_after_create},
        {"fork-while-busy", "The provider works in children that were forked while others logged in.", "R21",
         needs::instance, fork_while_busy},
    };
    return tests;
}

}  // namespace validator
