#include "web/account_binding.hpp"

#include "web/next_path.hpp"
#include "web/pages/bind_page.hpp"
#include "web/pages/problem_page.hpp"
#include "web/password_sign_in.hpp"
#include "web/pending_account.hpp"
#include "web/phrase.hpp"
#include "web/session_start.hpp"
#include "web/sign_in.hpp"
#include "web/site_state.hpp"

namespace host {
namespace {

constexpr phrase title{"The account was not bound", "未能绑定账号"};
constexpr phrase taken{"This account belongs to another user already. If that is wrong, please ask your administrator.",
                       "该账号已绑定其他用户。如有疑问，请联系管理员。"};
constexpr phrase occupied{"You have another account of the same kind. Unbind that one first.",
                          "您已绑定同类的另一个账号，请先解绑。"};
constexpr phrase refused{"This account cannot be bound to this user.", "无法将该账号绑定到此用户。"};
constexpr phrase waited_too_long{"There is no account that waits to be bound. Please sign in again.",
                                 "没有等待绑定的账号，请重新登录。"};
constexpr phrase wrong{"The user name or the password is not right.", "用户名或密码不正确。"};

std::string_view name_of(bind_result result) {
    switch (result) {
        case bind_result::bound: return "bound";
        case bind_result::already_yours: return "already_yours";
        case bind_result::taken: return "taken";
        case bind_result::occupied: return "occupied";
        case bind_result::refused: return "refused";
    }
    return "";
}

response nothing_waits(const site_state& site, const page_frame& frame) {
    return html_response(
        site, 403,
        problem_page(frame, {std::string{title.in(frame.speaks)}, std::string{waited_too_long.in(frame.speaks)}, ""}));
}

}  // namespace

bind_result bind_account(site_state& site, const user& who, const live_provider& of, const account& said,
                         std::string_view address) {
    const auto result = who.tenant_id == of.setting.tenant_id
                            ? site.data.bindings.add({.id = {},
                                                      .tenant_id = of.setting.tenant_id,
                                                      .user_id = who.id,
                                                      .provider_id = of.setting.id,
                                                      .issuer = said.issuer,
                                                      .subject = said.subject,
                                                      .display_name = said.display_name,
                                                      .since = site.outside.now()})
                            : bind_result::refused;
    const std::string outcome{name_of(result)};
    site.log.write(is_bound(result) ? log_level::info : log_level::warning, "bind",
                   {{"result", outcome},
                    {"user", who.id},
                    {"provider", of.setting.id},
                    {"issuer", said.issuer},
                    {"subject", said.subject}});
    if (result == bind_result::already_yours) return result;
    site.data.audit.add({.at = site.outside.now(),
                         .tenant_id = of.setting.tenant_id,
                         .kind = is_bound(result) ? "bind" : "bind_conflict",
                         .actor = who.name,
                         .subject = said.issuer + "/" + said.subject,
                         .provider = of.setting.id,
                         .detail = outcome,
                         .address = std::string{address}});
    return result;
}

unbind_result unbind_account(site_state& site, const user& who, std::string_view binding_id, std::string_view address) {
    const auto bound = site.data.bindings.find_by_id(binding_id);
    const auto result =
        bound && bound->user_id == who.id ? site.data.bindings.remove(binding_id, who.id) : unbind_result::unknown;
    if (result != unbind_result::unbound) return result;
    site.log.write(log_level::info, "unbind",
                   {{"user", who.id}, {"issuer", bound->issuer}, {"subject", bound->subject}});
    site.data.audit.add({.at = site.outside.now(),
                         .tenant_id = who.tenant_id,
                         .kind = "unbind",
                         .actor = who.name,
                         .subject = bound->issuer + "/" + bound->subject,
                         .provider = bound->provider_id,
                         .detail = {},
                         .address = std::string{address}});
    return result;
}

const phrase& why_not_bound(bind_result result) {
    switch (result) {
        case bind_result::taken: return taken;
        case bind_result::occupied: return occupied;
        default: return refused;
    }
}

response binding_problem(const site_state& site, const page_frame& frame, bind_result why) {
    return html_response(site, 409,
                         problem_page(frame, {std::string{title.in(frame.speaks)},
                                              std::string{why_not_bound(why).in(frame.speaks)}, ""}));
}

response ask_who_it_is(site_state& site, const visit& by, const provider_handle& from, const account& said,
                       const std::string& next) {
    auto out = redirect(site, "/bind");
    const auto failed = keep_pending(site, *from, said, next, out);
    return failed ? refusal(site, by.frame, from->setting.id, *failed) : out;
}

void account_binding::add_to(page_routes& pages) {
    pages.add("GET", "/bind", audience::everybody, [this](const visit& by) { return show(by); });
    pages.add("POST", "/bind", audience::everybody, [this](const visit& by) { return submit(by); });
    pages.add("POST", "/bind/cancel", audience::everybody, [this](const visit& by) { return decline(by); });
}

response account_binding::page(const visit& by, const pending_account& waiting, const provider_handle& from,
                               std::string_view problem) const {
    auto frame = by.frame;
    frame.path = "/bind";
    const bind_view view{
        from->setting.name,   waiting.display_name, waiting.subject,  std::string{value_of(by.fields, "name")},
        std::string{problem}, waiting.next,         mark_of(waiting), !by.who || !is_fresh(site_, *by.who)};
    return html_response(site_, problem.empty() ? 200 : 403, bind_page(frame, view));
}

response account_binding::show(const visit& by) const {
    const auto waiting = find_pending(site_, by);
    const auto from = waiting ? site_.providers.find(waiting->provider_id) : nullptr;
    if (!from) return redirect(site_, by.who ? "/me/accounts" : "/login");
    if (by.who && !by.who->who.has_password && !is_fresh(site_, *by.who))
        return redirect(site_, "/me/confirm?next=/bind");
    return page(by, *waiting, from, "");
}

response account_binding::submit(const visit& by) const {
    const auto waiting = find_pending(site_, by);
    const auto from = waiting ? site_.providers.find(waiting->provider_id) : nullptr;
    if (!from || value_of(by.fields, "account") != mark_of(*waiting)) return nothing_waits(site_, by.frame);
    const auto password = value_of(by.fields, "password");
    const auto address = browser_address(by.from);
    const auto who = by.who && is_fresh(site_, *by.who) ? password_outcome{by.who->who}
                     : by.who                           ? confirm_password(site_, by.who->who, password, address)
                                                        : sign_in_with_password(
                                                              site_, {from->setting.tenant_id, value_of(by.fields, "name"), password, address});
    if (const auto* often = std::get_if<too_many_tries>(&who)) return too_many(site_, by.frame, often->wait);
    if (std::holds_alternative<not_accepted>(who)) return page(by, *waiting, from, wrong.in(by.speaks));
    auto proven = by;
    if (proven.who && !is_fresh(site_, *proven.who)) proven.who->proven = site_.outside.now();
    return take(proven, from, std::get<user>(who), waiting->next);
}

response account_binding::take(const visit& by, const provider_handle& from, const user& who,
                               const std::string& next) const {
    if (who.must_change_password && (!by.who || by.who->binding_id.empty())) {
        auto out = redirect(site_, "/me/password?next=/bind");
        if (!by.who) start_session(site_, by, {who.id, {}, {}}, out);
        return out;
    }
    const auto said = take_pending(site_, by, *from);
    if (!said) return refusal(site_, by.frame, from->setting.id, said.error());
    const auto result = bind_account(site_, who, *from, *said, browser_address(by.from));
    auto out =
        is_bound(result) ? redirect(site_, is_own_path(next) ? next : "/me") : binding_problem(site_, by.frame, result);
    forget_pending(site_, by, out);
    if (!is_bound(result)) return out;
    if (by.who)
        renew_session(site_, *by.who, out);
    else
        start_session(site_, by, {who.id, {}, {}}, out);
    return out;
}

response account_binding::decline(const visit& by) const {
    auto out = redirect(site_, by.who ? "/me" : "/login");
    forget_pending(site_, by, out);
    return out;
}

}  // namespace host
