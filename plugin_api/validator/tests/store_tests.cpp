#include "validator/tests/store_tests.hpp"

#include "validator/tests/arrival.hpp"
#include "validator/tests/canaries.hpp"
#include "validator/tests/operation.hpp"
#include "validator/tests/punctuality.hpp"
#include "validator/tests/sections.hpp"

#include <atomic>
#include <string_view>

namespace validator {

using namespace std::chrono_literals;

namespace {

void log_in_with(trial& of, store kind) {
    stage here{of, kind};
    here.plugin->prepare();
    for (int person = 0; person < 3; ++person)
        here.plugin->must_log_in();
    here.host.expect_no_breach();
}

void kv_missing(trial& of) { log_in_with(of, store::none); }

void kv_failing(trial& of) { log_in_with(of, store::failing); }

// A call of the store that is under way when the time is over cannot be taken back.
constexpr auto slow_call = 500ms;

void kv_slow(trial& of) {
    const punctuality watch;
    stage slow{of, store::slow}, healthy{of};
    std::atomic<int> waiting{4};
    at_once(5, [&](int i) {
        if (i == 0) {
            for (int person = 0; waiting > 0 && person < 1000; ++person) {
                const auto call = resolve_strictly(*healthy.plugin, arrive(*healthy.plugin));
                expect(call.ok() && call.elapsed < slow_call - 100ms + watch.allowance(),
                       "resolve_account took " + std::to_string(call.elapsed.count()) + " ms (" + call.story() +
                           ") while the store of another instance was slow: each waits for its own store only");
            }
            return;
        }
        const auto timeout = i == 1 ? 8000ms : 700ms;
        const auto call = resolve_strictly(*slow.plugin, arrive(*slow.plugin), {.timeout = timeout});
        --waiting;
        watch.expect_by(call, timeout + slow_call, "with a store that takes 500 ms a call");
        expect(i != 1 || call.ok(), "resolve_account answered " + call.story() +
                                        " because the store is slow: there were 8 s, and the store is no reason");
    });
}

void kv_sealed(trial& of) {
    stage here{of, store::working};
    std::vector<arrival> people;
    for (int person = 0; person < 3; ++person) {
        people.push_back(arrive(*here.plugin));
        resolve_strictly(*here.plugin, people.back());
        here.plugin->prepare();
    }
    const auto stored = here.host.stored();
    if (stored.empty()) throw skipped{"the provider keeps nothing in the store"};
    for (const auto& [key, value] : stored)
        for (const auto& who : people)
            for (const auto* text : {&key, &value}) {
                expect_no_canary(of.recipe, {who.code, who.token}, *text, "what is kept in the store");
                expect(who.subject.size() < 3 || text->find(who.subject) == text->npos,
                       "what is kept in the store names somebody who logged in: a provider seals what it keeps there");
            }
    here.host.expect_no_breach();
}

// A host whose store is far away calls the others on threads that must not wait.
void kv_only_where_tagged(trial& of) {
    std::atomic<int> uses{0};
    stage here{of, store::working, [&](attentive_host& host) {
                   host.when_called = [&](const char* function) {
                       const std::string_view name{function};
                       uses += name == "get" || name == "put" || name == "put_if_absent";
                   };
               }};
    here.plugin->must_log_in();
    if (const auto* async = of.extension<idp_async_v1>(IDP_ASYNC_V1)) {
        operation login{async};  // what it has to write waits for a call that may
        login.start(*here.plugin, arrive(*here.plugin).token);
        login.wait();
    }
    const int before = uses;
    arrive(*here.plugin);
    here.plugin->cancel(1);
    expect(uses == before,
           "build_authorize_url, handle_callback or cancel used the store: only calls that are tagged [uses-kv] may");
    here.host.expect_no_breach();
}

}  // namespace

section store_tests() {
    using enum needs;
    static constexpr contract_test tests[] = {
        {"kv-missing", "The provider needs no store.", "R28", instance, kv_missing},
        {"kv-failing", "The provider lets people in though the store fails.", "R28", instance, kv_failing},
        {"kv-slow", "The provider keeps its deadlines, and those of other instances, with a slow store.", "R20 R28",
         instance, kv_slow},
        {"kv-nonsense", "The provider takes a value that was tampered with for absent.", "R28", instance, kv_nonsense},
        {"kv-sealed", "The provider keeps nothing in the store that somebody could read.", "R16 R28", instance,
         kv_sealed},
        {"kv-only-where-tagged", "The provider uses the store in calls that are tagged [uses-kv] only.", "R19 R28",
         instance, kv_only_where_tagged},
        {"kv-one-token", "The provider fetches one token for all nodes.", "R28", network, kv_one_token},
        {"kv-once-across-nodes", "The provider takes a grant once, whichever nodes it is brought to.", "R28", instance,
         kv_once_across_nodes},
        {"clock-jumps", "The provider measures no duration by the wall clock.", "R20", instance, clock_jumps},
        {"token-expiry", "The provider fetches a token that has expired once, whatever many people log in.", "R20",
         network, token_expiry},
    };
    return tests;
}

}  // namespace validator
