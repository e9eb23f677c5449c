#include "web/callback.hpp"

#include "providers/abi_names.hpp"
#include "web/next_path.hpp"
#include "web/site_state.hpp"

#include <algorithm>

namespace host {
namespace {

constexpr std::string_view login = "login", bind = "bind";
constexpr std::size_t id_size = 36;

// The person learns nothing of the reason: whether a user exists is not for everybody who has an account somewhere.
idp_error not_for_you(std::string_view reason, std::string_view detail) {
    auto out = make_refusal(IDP_E_DENIED, reason, detail);
    out.http_status = 403;
    out.audience = IDP_FOR_ADMIN;
    return out;
}

void note(site_state& site, const live_provider& at, std::string_view kind, const account& said, std::string_view actor,
          std::string_view detail, std::string_view address) {
    site.data.audit.add({.at = site.outside.now(),
                         .tenant_id = at.setting.tenant_id,
                         .kind = std::string{kind},
                         .actor = std::string{actor},
                         .subject = said.issuer + (said.issuer.empty() ? "" : "/") + said.subject,
                         .provider = at.setting.id,
                         .detail = std::string{detail},
                         .address = std::string{address}});
}

outcome<grant> grant_of(const live_provider& at, const callback_arrival& came, bool& to_bind) {
    const auto ask = [&](std::string_view purpose, std::string_view binding) {
        return at.instance->handle_callback({came.query, came.transactions, came.locale, purpose, binding});
    };
    // A mismatch burns nothing, so the second question costs nothing: what the login was begun for is sealed.
    auto out = ask(login, {});
    to_bind = !out && out.error().status == IDP_E_REJECTED && came.who;
    if (!to_bind) return out;
    auto second = ask(bind, binding_of(*came.who));
    return second || out.error().reason == std::string_view{"other_purpose"} ? second : out;
}

// An outage must not keep people out for longer than it lasts.
bool is_their_fault(idp_status status) {
    return status == IDP_E_RESTART || status == IDP_E_REJECTED || status == IDP_E_REPLAYED || status == IDP_E_DENIED;
}

void log(site_state& site, std::string_view event, const live_provider& at, const std::string& mode,
         const account& said, const std::string& user_id) {
    site.log.write(log_level::info, event,
                   {{"provider", at.setting.id},
                    {"mode", mode},
                    {"verdict", std::string{verdict_name(said.verdict)}},
                    {"issuer", said.issuer},
                    {"subject", said.subject},
                    {"user", user_id}});
}

callback_outcome look_up(site_state& site, const live_provider& at, account said, const std::string& mode,
                         const callback_arrival& came) {
    auto through = site.data.bindings.find(at.setting.tenant_id, said.issuer, said.subject);
    if (!through) {
        log(site, "account_unbound", at, mode, said, "");
        return unbound_account{std::move(said)};
    }
    auto who = site.data.users.find(through->user_id);
    if (!who || who->state != user_state::active || who->tenant_id != at.setting.tenant_id) {
        note(site, at, "login_refused", said, who ? who->name : "", "user_not_active", came.address);
        return not_for_you("user_not_active", "the user of this account is disabled or deleted");
    }
    note(site, at, "login", said, who->name, "provider", came.address);
    log(site, "login", at, mode, said, who->id);
    return known_user{std::move(*who), std::move(*through), std::move(said)};
}

}  // namespace

std::optional<std::string> to_text(const login_context& it) {
    auto out = it.tenant_id + it.next;
    return out.size() <= IDP_MAX_CONTEXT ? std::optional{std::move(out)} : std::nullopt;
}

std::optional<login_context> parse_login_context(std::string_view text) {
    if (text.size() < id_size) return std::nullopt;
    const auto next = text.substr(id_size);
    if (!next.empty() && !is_own_path(next)) return std::nullopt;
    return login_context{std::string{text.substr(0, id_size)}, std::string{next}};
}

std::string binding_of(const session& who) { return who.who.id + "/" + who.id; }

// Only what fits no login is counted, so that one who sends very many of them keeps nobody else from signing in.
callback_check check_callback(site_state& site, const live_provider& at, const callback_arrival& came) {
    accepted_callback out;
    auto granted = grant_of(at, came, out.to_bind);
    if (!granted) {
        const auto wait = site.limits.bogus_callbacks.begin(limit_key(came.address), site.outside.steady_now());
        if (wait) return bogus_callback{*wait};
        if (granted.error().status == IDP_E_RESTART) return begin_again{};
        return granted.error();
    }
    auto context = parse_login_context(granted->context);
    if (!context || context->tenant_id != at.setting.tenant_id)
        return not_for_you("other_tenant", "the login was begun in another tenant");
    out.transaction_index = granted->transaction_index;
    out.context = std::move(*context);
    out.mode = std::move(granted->mode);
    out.token = std::move(granted->token);
    return out;
}

callback_outcome resolve_callback(site_state& site, const live_provider& at, const accepted_callback& accepted,
                                  const callback_arrival& came) {
    const auto key = limit_key(came.address);
    if (const auto wait = site.limits.refused_logins.begin(key, site.outside.steady_now()))
        return too_many_tries{*wait};
    const auto began = site.outside.steady_now();
    auto said = at.instance->resolve(accepted.token, came.locale);
    site.counted->login_ended(at.setting.id, said ? IDP_OK : said.error().status, said ? said->verdict : 0,
                              site.outside.steady_now() - began);
    if (said || !is_their_fault(said.error().status)) site.limits.refused_logins.succeeded(key);
    if (!said && said.error().status == IDP_E_RESTART) return begin_again{};
    if (!said && said.error().status == IDP_E_DENIED)
        note(site, at, "login_refused", {}, "", said.error().reason, came.address);
    if (!said) return said.error();
    if (accepted.to_bind) return account_to_bind{std::move(*said)};
    return look_up(site, at, std::move(*said), accepted.mode, came);
}

}  // namespace host
