#include "validator/tests/async_tests.hpp"

#include "validator/tests/operation.hpp"
#include "validator/tests/sections.hpp"
#include "validator/tests/untrue_answers.hpp"

#include <sys/mman.h>

#include <cstring>

namespace validator {

using namespace std::chrono_literals;

namespace {

void expect_accepted(const outcome& start) {
    expect(start.ok(), "resolve_account_start answered " + start.story() + " to a good grant: it answers IDP_OK");
}

void async_login(trial& of) {
    operation login{async_of(of)};
    stage here{of};
    const auto who = arrive(*here.plugin);
    expect_accepted(login.start(*here.plugin, who.token, {.op_id = 1}));
    const auto end = login.wait();
    expect(end.ok(), "the completion of a good login was told " + end.story() + " instead of IDP_OK");
    expect(login.issuer() == who.issuer && login.subject() == who.subject,
           "the completion was told the account \"" + login.issuer() + "\" \"" + login.subject() +
               "\" of the person whose account is \"" + who.issuer + "\" \"" + who.subject + "\"");
    here.plugin->destroy();
    login.expect_due_completions();
    here.host.expect_no_breach();
}

// What a host may get wrong about a start, and a browser about a grant.
void start_refused_no_callback(trial& of) {
    std::deque<operation> starts;
    stage here{of};
    const auto token = arrive(*here.plugin).token;
    auto spoiled = token;
    spoiled[spoiled.size() / 2] ^= 1;
    const auto attempt = [&](std::string_view grant, const resolve_options& how) {
        auto& one = starts.emplace_back(async_of(of));
        if (one.start(*here.plugin, grant, how).ok()) one.wait();
    };
    attempt({}, {});
    attempt("no grant", {});
    attempt(spoiled, {});
    attempt(token, {.flags = 1u << 31});
    attempt(token, {.timeout = std::chrono::milliseconds{IDP_MAX_TIMEOUT_MS + 1}});
    attempt(std::string(IDP_MAX_GRANT_TOKEN + 1, 'a'), {});
    const auto null = starts.emplace_back(async_of(of)).start(*here.plugin, nullptr);
    expect(null.status == IDP_E_INVALID,
           "resolve_account_start answered " + null.story() + " to a request that is null: it answers IDP_E_INVALID");
    here.plugin->destroy();
    for (const auto& one : starts)
        one.expect_due_completions();
    here.host.expect_no_breach();
}

void duplicate_op_id(trial& of) {
    const auto* const async = async_of(of);
    operation first{async}, second{async};
    stage here{of};
    const auto token = arrive(*here.plugin).token, other = arrive(*here.plugin).token;
    here.server->lie([](tls_peer& peer) { peer.wait_until_client_leaves(); });
    expect_accepted(first.start(*here.plugin, token, {.op_id = 7}));
    const auto twice = second.start(*here.plugin, other, {.op_id = 7});
    expect(
        twice.status == IDP_E_INVALID,
        "resolve_account_start answered " + twice.story() +
            " to an op_id that is running: it answers IDP_E_INVALID \"duplicate_op\", or cancel would not know which");
    idp::owned<idp_account> account;
    const auto waiting = here.plugin->resolve(other, account, {.op_id = 7});
    expect(waiting.status == IDP_E_INVALID,
           "resolve_account answered " + waiting.story() + " to an op_id that is running: it answers IDP_E_INVALID");
    here.plugin->cancel(7);
    first.wait();
    here.server->tell_the_truth();
    const auto later = resolve_strictly(*here.plugin, arrive(*here.plugin), {.op_id = 7});
    expect(later.status != IDP_E_INVALID, "an op_id is refused, though the operation that had it has ended");
    here.plugin->destroy();
    second.expect_due_completions();
}

void keep_account_by_move(trial& of) {
    operation login{async_of(of)};
    login.keeps_account = true;
    stage here{of};
    const auto who = arrive(*here.plugin);
    expect_accepted(login.start(*here.plugin, who.token));
    const auto end = login.wait();
    expect(end.ok(), "the completion of a good login was told " + end.story());
    for (int others = 0; others < 4; ++others)
        here.plugin->must_log_in();
    here.plugin->destroy();
    expect_account_of(who, login.kept);
    std::jthread{[&] {
        if (login.kept.owner.release) login.kept.owner.release(&login.kept.owner);
        login.kept = {};
    }};
}

// Pages that hold a request, and are gone when the start has returned.
class passing_request {
public:
    passing_request(const std::string& token) {
        auto* const text = static_cast<char*>(pages_) + sizeof(idp_resolve_request);
        std::memcpy(text, token.data(), token.size());
        std::memcpy(text + token.size(), "en", 2);
        auto& request = *new (pages_) idp_resolve_request{};
        request.struct_size = sizeof request;
        request.timeout_ms = 8000;
        request.grant_token = {text, token.size()};
        request.locale = {text + token.size(), 2};
    }
    ~passing_request() { ::munmap(pages_, size); }
    passing_request(const passing_request&) = delete;

    const idp_resolve_request* get() const { return static_cast<const idp_resolve_request*>(pages_); }

private:
    static constexpr std::size_t size = 16384;
    void* pages_ = ::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
};

void borrowed_poison_async(trial& of) {
    const auto* const async = async_of(of);
    std::deque<operation> logins;
    stage here{of};
    for (unsigned i = 0; i < std::max(of.rounds / 100, 1u); ++i) {
        const auto who = arrive(*here.plugin);
        auto& login = logins.emplace_back(async);
        {
            const passing_request request{who.token};
            expect_accepted(login.start(*here.plugin, request.get()));
        }
        const auto end = login.wait();
        expect(end.ok(), "a login whose request was gone after resolve_account_start had returned ended with " +
                             end.story() +
                             ": arguments are borrowed for the call, and copied by who wants to keep them");
        expect(login.subject() == who.subject, "a login whose request was gone gave another's account");
    }
}

}  // namespace

section async_tests() {
    using enum needs;
    static constexpr contract_test tests[] = {
        {"async-login", "The provider logs somebody in without a thread that waits.", "R20", instance, async_login},
        {"callback-exactly-once", "The provider completes each operation once, however it ends.", "R20 R25", instance,
         callback_exactly_once},
        {"callback-not-inline", "The provider completes never on the stack of the start.", "R20", instance,
         callback_not_inline},
        {"callback-blocks", "The provider keeps the deadlines of others while a completion does not return.", "R20",
         network, callback_blocks},
        {"start-refused-no-callback", "The provider completes nothing that it has refused.", "R16", instance,
         start_refused_no_callback},
        {"duplicate-op-id", "The provider refuses an op_id that is running.", "R20", network, duplicate_op_id},
        {"keep-account-by-move", "The provider lets a completion keep its account.", "R13", instance,
         keep_account_by_move},
        {"completion-may-start-next", "The provider lets a completion cancel and start.", "R25", instance,
         completion_may_start_next},
        {"reentrant", "The provider refuses a completion that would wait for itself.", "R25", instance, reentrant},
        {"borrowed-poison-async", "The provider copies what it needs before the start returns.", "R12", instance,
         borrowed_poison_async},
        {"cancel-unknown", "The provider knows nothing of an operation that never was.", "R20", instance,
         cancel_unknown},
        {"cancel-remembers-nothing", "The provider does not cancel what begins later.", "R20", instance,
         cancel_remembers_nothing},
        {"cancel-ends-call", "The provider returns soon when cancelled, once.", "R20", network, cancel_ends_call},
        {"cancel-races", "The provider ends each operation once, whenever it is cancelled.", "R20", instance,
         cancel_races},
    };
    return tests;
}

}  // namespace validator
