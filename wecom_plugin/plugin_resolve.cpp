// The network call of a login: for a thread that waits, and for a host that is told.

#include "plugin_resolve.hpp"

#include "core/encoding.hpp"
#include "plugin_conversion.hpp"
#include "plugin_instance.hpp"

namespace wecom {
namespace {

// How the host wants to be answered.
struct manner {
    bool any_verdict = false, restarted = false;
    language lang = language::zh;
};

// What a request asks, once it is read.
struct question {
    login_service::request login;
    manner how;
};

// The grant inside a token, or why it is not (any longer) one of this instance's.
result<grant> open_grant(const idp_instance& self, std::string_view token, wall_ms now) {
    const auto sealed = base64url_decode(token);
    if (!sealed) return error{.code = errc::argument, .detail = "grant_token is not what handle_callback gave"};
    const auto plain = self.keys.grants.open(*sealed);
    auto out = plain ? unpack_grant(plain->reveal()) : std::nullopt;
    if (!out) return error{.code = errc::unreadable, .detail = "the grant is sealed with keys no longer known"};
    if (out->instance_hash != self.keys.instance_hash)
        return error{.code = errc::other_instance, .detail = "the grant is of another configuration"};
    if (is_expired(out->issued, now))
        return error{.code = errc::expired, .detail = "the login was begun too long ago", .restarted = out->restarted};
    return *std::move(out);
}

result<question> read_question(const idp_instance& self, const idp_resolve_request& asked, wall_ms now) {
    if (asked.timeout_ms > IDP_MAX_TIMEOUT_MS) idp::refuse("argument", "timeout_ms is above 30000");
    auto of = open_grant(self, text_argument(asked.grant_token, IDP_MAX_GRANT_TOKEN), now);
    if (!of) return of.error();
    question out;
    out.how = {(asked.flags & IDP_RESOLVE_ANY_VERDICT) != 0, of->restarted, locale_argument(asked.locale)};
    out.login = {
        .of = std::move(*of),
        .op_id = asked.op_id,
        .timeout = asked.timeout_ms == 0 ? self.settings->timeout : std::chrono::milliseconds{asked.timeout_ms},
        .now = now};
    return out;
}

// The answer to the host: policy decides about whoever was found.
idp_status answer(const config& settings, const manner& how, result<account> who, idp::result_slot<idp_account>& slot,
                  idp_error* err) {
    if (who && !how.any_verdict) who = accept_account(settings, std::move(*who));
    if (who) {
        slot.fill(to_abi(std::move(*who)));
        return IDP_OK;
    }
    auto why = who.error();
    why.restarted = how.restarted;
    return fail(err, why, how.lang);
}

// Keeps destroy waiting until the host has been told.
class stay {
public:
    explicit stay(call_gate& at) : at_{at.enter() ? &at : nullptr} {
        if (!at_) idp::refuse("closed", "destroy has begun on this instance");
    }
    stay(stay&& other) noexcept : at_{std::exchange(other.at_, nullptr)} {}
    ~stay() {
        if (at_) at_->leave();
    }

private:
    call_gate* at_;
};

// Tells the host how an operation ended, on the I/O thread.
void tell(const config& settings, const manner& how, const result<account>& who, idp_resolved_fn done,
          void* user) noexcept {
    auto err = idp::make_error();
    idp::owned<idp_account> out;
    auto* const slot = out.out();
    const auto status = idp::guard(&err, [&]() -> idp_status {
        idp::result_slot filled{slot};
        return answer(settings, how, who, filled, &err);
    });
    const visit::host_code_runs now;
    done(user, status, slot, &err);
}

idp_status resolve_account_start(idp_instance* self, const idp_resolve_request* request, idp_resolved_fn done,
                                 void* user, idp_error* err) {
    return idp::guard(err, [&]() -> idp_status {
        const visit_with_store here{self};
        if (!done) idp::refuse("argument", "the completion is null");
        const auto asked_for = idp::read_request(request, IDP_RESOLVE_ANY_VERDICT);
        auto asked = read_question(*self, asked_for, here.now());
        if (!asked) return fail(err, asked.error(), locale_argument(asked_for.locale));
        const auto until_told = std::make_shared<stay>(self->gate);
        const auto begun = self->logins.start(std::move(asked->login),
                                              [self, until_told, how = asked->how, done, user](const auto& who) {
                                                  tell(*self->settings, how, who, done, user);
                                              });
        return begun ? IDP_OK : fail(err, begun.error(), language::en);
    });
}

}  // namespace

idp_status resolve_account(idp_instance* self, const idp_resolve_request* request, idp_account* out, idp_error* err) {
    return idp::guard(err, [&]() -> idp_status {
        idp::result_slot slot{out};
        visit::checked(self);
        visit::refuse_inside_host_code();
        visit_with_store here{self};
        const auto asked_for = idp::read_request(request, IDP_RESOLVE_ANY_VERDICT);
        auto asked = read_question(*self, asked_for, here.now());
        if (!asked) return fail(err, asked.error(), locale_argument(asked_for.locale));
        here.return_by(runtime::around().now() + asked->login.timeout);
        auto who = self->logins.identify(std::move(asked->login));
        return answer(*self->settings, asked->how, std::move(who), slot, err);
    });
}

const idp_async_v1 async_extension{sizeof async_extension, 0, &resolve_account_start};

}  // namespace wecom
