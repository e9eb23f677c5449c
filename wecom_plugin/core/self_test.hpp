#pragma once

#include "core/error.hpp"
#include "core/language.hpp"
#include "core/route.hpp"
#include "core/transaction.hpp"
#include "core/wecom_api.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace wecom {

// The steps of a self-test, in their order: the way of a login as far as it goes without a person.
enum class test_step { resolve, connect, tls, clock, token, agent };
constexpr test_step last_test_step = test_step::agent;
std::string_view name_of(test_step which);

enum class step_state { running, passed, failed, skipped };

// What one step found, in words for whoever has to mend it. Nothing in it is secret.
struct step_report {
    test_step which = test_step::resolve;
    step_state state = step_state::running;
    std::string text{};    // what was seen, or what happened
    std::string remedy{};  // of a failure: whose problem it is and what to do
    std::chrono::milliseconds took{0};
};

step_report failed_step(test_step which, const error& why, language lang);
// Because this one failed before it.
step_report skipped_after(test_step which, test_step culprit, language lang);

step_report resolved(const address_list& addresses, const route& how, language lang);
step_report connected(std::string_view address, const route& how, language lang);
// protocol as OpenSSL names it: "TLSv1.3".
step_report secured(std::string_view protocol, const route& how, language lang);
step_report in_clear(language lang);  // skipped: there is no TLS in this configuration
// Passed if they are at most a minute apart; skipped without an answer that says the time.
step_report compared_clocks(std::optional<std::chrono::sys_seconds> theirs, wall_ms ours, language lang);
step_report got_token(const app_token& token, language lang);
step_report saw_app(const app_state& app, language lang);
step_report no_app_to_see(language lang);  // skipped: no agentid

}  // namespace wecom
