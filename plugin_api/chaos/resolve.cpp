#include "resolve.hpp"

#include "account.hpp"
#include "arguments.hpp"
#include "misfortune.hpp"
#include "odd_texts.hpp"

#include <algorithm>
#include <future>
#include <memory>

namespace chaos {
namespace {

using std::chrono::milliseconds;

// A host that holds a lock over the start, and takes it in the completion, loses this much and no more.
constexpr std::chrono::seconds patience{1};

// What an operation takes along to whatever thread it runs on.
struct task {
    claim grant;
    behaviour act;
    milliseconds timeout;
    std::uint64_t now_ms;
    bool any_verdict;
};

[[noreturn]] void fail(idp_status status, const char* reason, std::string_view detail, int http_status) {
    throw idp::failure{.status = status,
                       .reason = reason,
                       .detail = detail,
                       .public_text = "Please start the sign-in again.",
                       .audience = IDP_FOR_USER,
                       .http_status = http_status};
}

// 64 KiB of every byte under the longest key: a value that is lost or changed is the host's fault.
void try_store(const idp_instance& self, std::uint64_t op_id) {
    const auto* store = self.store();
    if (!store) return;
    const auto name = filled(IDP_MAX_KV_KEY, "chaos:A-z/0.9_");
    std::string value(IDP_MAX_KV_VALUE, '\0'), read;
    std::generate(value.begin(), value.end(), [byte = 0]() mutable { return static_cast<char>(byte++); });
    const auto key = idp::str(name), bytes = idp::str(value);
    const auto got = [&] {
        const host_call here;
        store->put(self.host->ctx, &key, &bytes, UINT32_MAX);
        store->put_if_absent(self.host->ctx, &key, &bytes, 1);
        return store->get(
            self.host->ctx, &key,
            [](void* to, const char* ptr, std::size_t len) { static_cast<std::string*>(to)->assign(ptr, len); }, &read);
    }();
    if (got == IDP_OK && read != value)
        self.log(IDP_LOG_HOST_MISBEHAVED, op_id, "idp.host.kv/1 gave back other bytes than were put");
}

task accept(idp_instance& self, const idp_resolve_request& req) {
    const auto grant = self.sealed.open(idp::view(req.grant_token), claim_kind::grant);
    if (!grant || grant->instance != self.id_fingerprint)
        idp::refuse("argument", "grant_token is not one that this instance's handle_callback made");
    const auto act = self.does(grant->turn);
    self.chatter(act, req.op_id);
    if (act == behaviour::busy_store) try_store(self, req.op_id);
    return {*grant, act, req.timeout_ms ? milliseconds{req.timeout_ms} : self.config.timeout, self.now_ms(),
            (req.flags & IDP_RESOLVE_ANY_VERDICT) != 0};
}

idp_resolve_request read(const idp_resolve_request* req) {
    const auto known = idp::read_request(req, IDP_RESOLVE_ANY_VERDICT);
    check_text(known.grant_token, IDP_MAX_GRANT_TOKEN);
    if (known.timeout_ms > IDP_MAX_TIMEOUT_MS) idp::refuse("argument", "timeout_ms is above IDP_MAX_TIMEOUT_MS");
    return known;
}

// As long as the behaviour has it. Who is deaf has the account already when the cancel comes.
void pass_time(idp_instance& self, const task& what, operations::handle running) {
    milliseconds how_long{0};
    if (what.act == behaviour::slow_resolve) how_long = what.timeout * 9 / 10;
    if (what.act == behaviour::late_resolve) how_long = what.timeout + milliseconds{200};
    if (what.act == behaviour::deaf_to_cancel || what.act == behaviour::finished_before_cancel)
        how_long = what.timeout / 2;
    const auto why = self.operations.wait(running, how_long);
    if (why == woken::by_destroy) fail(IDP_E_CANCELLED, "shutdown", "the instance is being destroyed", 503);
    if (why == woken::by_cancel && what.act != behaviour::deaf_to_cancel)
        fail(IDP_E_CANCELLED, "cancelled", "the host cancelled this operation", 503);
    if (what.act == behaviour::late_resolve) fail(IDP_E_DEADLINE, "deadline", "as configured: always too late", 504);
}

bool spend(idp_instance& self, const task& what) {
    switch (self.resolved.remember(what.grant, what.now_ms)) {
        case spent_claims::use::first: return false;
        case spent_claims::use::repeated: return true;
        case spent_claims::use::too_late: fail(IDP_E_REPLAYED, "replayed", "this callback was used before", 400);
        case spent_claims::use::no_room: fail(IDP_E_BUSY, "overload", "too many logins in 10 minutes", 503);
        case spent_claims::use::expired: break;
    }
    fail(what.grant.restarted ? IDP_E_REJECTED : IDP_E_RESTART, "expired", "older than 10 minutes", 400);
}

idp_status run(idp_instance& self, const task& what, operations::handle running, idp_account& out, idp_error* err) {
    pass_time(self, what, running);
    const bool restarted = what.grant.restarted != 0;
    if (what.act == behaviour::resolve_errors)
        return tell_misfortune(failing::resolve, what.grant.turn, restarted, err);
    if (what.act == behaviour::verdicts && !what.any_verdict && what.grant.turn % 4 != 0)
        fail(IDP_E_DENIED, "not_member", "as configured: three of four are no members", 403);
    out = make_account(self, what.grant.turn, spend(self, what));
    return IDP_OK;
}

// One that cannot be cancelled, because it is as good as over.
std::uint64_t cancellable_id(const task& what, std::uint64_t op_id) {
    return what.act == behaviour::finished_before_cancel ? 0 : op_id;
}

// What the thread of an operation does from its beginning to its end.
void complete(idp_instance& self, const task& what, operations::handle running, idp_resolved_fn done, void* user) {
    auto err = idp::make_error();
    idp_account account{};
    account.struct_size = sizeof account;
    const auto status = idp::guard(&err, [&] {
        idp_account found{};
        const auto said = run(self, what, running, found, &err);
        found.struct_size = sizeof found;
        account = found;
        return said;
    });
    self.operations.end(running);
    {
        const host_call here;
        done(user, status, &account, &err);
    }
    if (account.owner.release) account.owner.release(&account.owner);
}

}  // namespace

idp_status resolve_account(idp_instance* self, const idp_resolve_request* req, idp_account* out, idp_error* err) {
    return idp::guard(err, [&]() -> idp_status {
        idp::result_slot slot{out};
        const auto known = read(req);
        if (in_host()) idp::refuse("reentrant", "a blocking call from inside a host function");
        const visit here{self};
        const auto what = accept(*self, known);
        const auto running = self->operations.begin(cancellable_id(what, known.op_id));
        idp_account account{};
        const auto status = idp::guard(err, [&] { return run(*self, what, running, account, err); });
        self->operations.end(running);
        if (status == IDP_OK) slot.fill(account);
        return status;
    });
}

idp_status resolve_account_start(idp_instance* self, const idp_resolve_request* req, idp_resolved_fn done, void* user,
                                 idp_error* err) {
    return idp::guard(err, [&]() -> idp_status {
        const auto known = read(req);
        if (!done) idp::refuse("argument", "done is null");
        const visit here{self};
        const auto what = accept(*self, known);
        const auto running = self->operations.begin(cancellable_id(what, known.op_id));
        const auto ended = std::make_shared<std::promise<void>>();
        try {
            self->operations.own(std::thread{[=] {
                complete(*self, what, running, done, user);
                ended->set_value();
                self->operations.thread_ends();
            }});
        } catch (...) {
            self->operations.end(running);
            throw;
        }
        if (what.act == behaviour::early_completion) ended->get_future().wait_for(patience);
        return IDP_OK;
    });
}

idp_status cancel(idp_instance* self, std::uint64_t op_id) {
    return idp::guard(nullptr, [&]() -> idp_status {
        const visit here{self};
        return self->operations.cancel(op_id) ? IDP_OK : IDP_NO;
    });
}

}  // namespace chaos
