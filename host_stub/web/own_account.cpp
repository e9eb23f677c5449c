#include "web/own_account.hpp"

#include "providers/abi_names.hpp"
#include "web/account_binding.hpp"
#include "web/account_record.hpp"
#include "web/login_ways.hpp"
#include "web/next_path.hpp"
#include "web/pages/accounts_page.hpp"
#include "web/pages/me_page.hpp"
#include "web/pages/password_pages.hpp"
#include "web/phrase.hpp"
#include "web/session_start.hpp"
#include "web/site_state.hpp"

#include <algorithm>

namespace host {
namespace {

constexpr phrase wrong_password{"The password is not right.", "密码不正确。"};
constexpr phrase last_way_in{"This is your only way to sign in, so it stays.", "这是您唯一的登录方式，不能解绑。"};
constexpr phrase not_yours{"This account is not bound to you.", "该账号未绑定到您。"};
constexpr phrase not_repeated{"The new password was not repeated in the same way.", "两次输入的新密码不一致。"};
constexpr phrase not_changed{"The new password is the old one.", "新密码与旧密码相同。"};
constexpr phrase bad_password{"A password has 10 to 256 characters.", "密码长度为 10 至 256 个字符。"};
constexpr phrase bind_or_unbind{"You are about to change how you sign in.", "您即将更改登录方式。"};

std::string next_of(const visit& by) {
    const auto next = value_of(by.fields, "next");
    return is_own_path(next) ? std::string{next} : std::string{};
}

std::string joined(const std::vector<std::string_view>& words) {
    std::string out;
    for (const auto word : words)
        out.append(out.empty() ? "" : ", ").append(word);
    return out;
}

std::string provider_name(const site_state& site, const std::string& id) {
    const auto found = site.providers.find(id);
    return found ? found->setting.name : id;
}

me_view view_of(const site_state& site, const session& it) {
    me_view out{.display_name = it.who.name, .since = it.since};
    const auto through = it.binding_id.empty() ? std::nullopt : site.data.bindings.find_by_id(it.binding_id);
    if (through) out.provider_name = provider_name(site, through->provider_id);
    const auto said = account_of_record(it.account_json);
    if (!said) return out;
    out.kind = verdict_name(said->verdict);
    out.issuer = said->issuer;
    out.subject = said->subject;
    out.external_name = said->display_name;
    out.email = said->email;
    out.phone = said->phone;
    out.avatar_url = said->avatar_url;
    out.claims = said->claims_json;
    out.flags = joined(account_flag_names(said->flags));
    return out;
}

}  // namespace

void own_account::add_to(page_routes& pages) {
    const auto add = [&](std::string_view method, std::string_view path,
                         response (own_account::*page)(const visit&) const) {
        pages.add(method, path, audience::user, [this, page](const visit& by) { return (this->*page)(by); });
    };
    add("GET", "/me", &own_account::me);
    add("GET", "/me/accounts", &own_account::accounts);
    add("POST", "/me/accounts/unbind", &own_account::unbind);
    add("GET", "/me/password", &own_account::password);
    add("POST", "/me/password", &own_account::change_password);
    add("GET", "/me/confirm", &own_account::confirm);
    add("POST", "/me/confirm", &own_account::confirmed);
    add("POST", "/logout", &own_account::logout);
    pages.add("POST", "/me/accounts/bind", audience::user, [this](const visit& by) { return bind(by); });
}

response own_account::me(const visit& by) const {
    return html_response(site_, 200, me_page(by.frame, view_of(site_, *by.who)));
}

response own_account::accounts(const visit& by) const { return accounts_with(by, ""); }

response own_account::accounts_with(const visit& by, std::string_view problem) const {
    const auto bound = site_.data.bindings.list(by.who->who.id);
    accounts_view view;
    page_needs needs;
    view.needs_password = !is_fresh(site_, *by.who) && by.who->who.has_password;
    for (const auto& one : bound)
        view.bound.push_back({one.id, provider_name(site_, one.provider_id), "/icons/" + one.provider_id,
                              one.display_name, one.subject, one.issuer, one.since,
                              by.who->who.has_password || bound.size() > 1});
    for (const auto& provider : site_.providers.list(by.who->who.tenant_id)) {
        const auto has = [&](const binding& one) { return one.provider_id == provider->setting.id; };
        if (provider->instance && std::none_of(bound.begin(), bound.end(), has))
            view.not_bound.push_back({provider->setting.id, provider->setting.name, "/icons/" + provider->setting.id});
        add_needs_of_ways(needs, *provider, by);
    }
    auto frame = by.frame;
    frame.path = "/me/accounts";
    if (!problem.empty()) frame.notices.push_back({notice::kind::problem, std::string{problem}});
    return html_response(site_, problem.empty() ? 200 : 403, accounts_page(frame, view), needs);
}

std::optional<response> own_account::ask_for_proof(const visit& by) const {
    if (is_fresh(site_, *by.who)) return std::nullopt;
    if (!by.who->who.has_password) return redirect(site_, "/me/confirm?next=/me/accounts");
    const auto result = confirm_password(site_, by.who->who, value_of(by.fields, "password"), browser_address(by.from));
    if (const auto* often = std::get_if<too_many_tries>(&result)) return too_many(site_, by.frame, often->wait);
    if (std::holds_alternative<not_accepted>(result)) return accounts_with(by, wrong_password.in(by.speaks));
    site_.data.sessions.prove(by.who->id, site_.outside.now());
    return std::nullopt;
}

response own_account::bind(const visit& by) {
    if (auto asked = ask_for_proof(by)) return std::move(*asked);
    const auto with = site_.providers.find(value_of(by.fields, "provider"));
    if (!with || !with->instance || with->setting.tenant_id != by.who->who.tenant_id)
        return problem(site_, by.frame, 404);
    return logins_.begin_to_bind(by, with, "/me/accounts");
}

response own_account::unbind(const visit& by) const {
    if (auto asked = ask_for_proof(by)) return std::move(*asked);
    switch (unbind_account(site_, by.who->who, value_of(by.fields, "binding"), browser_address(by.from))) {
        case unbind_result::unbound: return redirect(site_, "/me/accounts");
        case unbind_result::last_way_in: return accounts_with(by, last_way_in.in(by.speaks));
        case unbind_result::unknown: break;
    }
    return accounts_with(by, not_yours.in(by.speaks));
}

response own_account::password(const visit& by) const { return password_page(by, ""); }

response own_account::password_page(const visit& by, std::string_view problem) const {
    auto frame = by.frame;
    frame.path = "/me/password";
    const change_password_view view{by.who->who.must_change_password, std::string{problem}, next_of(by)};
    return html_response(site_, problem.empty() ? 200 : 403, change_password_page(frame, view));
}

response own_account::change_password(const visit& by) const {
    const auto old = value_of(by.fields, "password"), fresh = value_of(by.fields, "new_password");
    if (fresh != value_of(by.fields, "repeated_password")) return password_page(by, not_repeated.in(by.speaks));
    if (fresh == old) return password_page(by, not_changed.in(by.speaks));
    const auto result = confirm_password(site_, by.who->who, old, browser_address(by.from));
    if (const auto* often = std::get_if<too_many_tries>(&result)) return too_many(site_, by.frame, often->wait);
    if (std::holds_alternative<not_accepted>(result)) return password_page(by, wrong_password.in(by.speaks));
    if (!site_.data.users.set_password(by.who->who.id, fresh, false, by.who->id))
        return password_page(by, bad_password.in(by.speaks));

    site_.data.audit.add({.at = site_.outside.now(),
                          .tenant_id = by.who->who.tenant_id,
                          .kind = "password_changed",
                          .actor = by.who->who.name,
                          .subject = by.who->who.name,
                          .provider = {},
                          .detail = {},
                          .address = browser_address(by.from)});
    site_.log.write(log_level::info, "password_changed", {{"user", by.who->who.id}});
    const auto next = next_of(by);
    auto out = redirect(site_, next.empty() ? "/me" : next);
    auto proven = *by.who;
    proven.proven = site_.outside.now();
    renew_session(site_, proven, out);
    return out;
}

response own_account::confirm(const visit& by) const { return confirm_page(by, ""); }

response own_account::confirm_page(const visit& by, std::string_view problem) const {
    auto next = next_of(by);
    if (next.empty()) next = "/me";
    confirm_password_view view{std::string{bind_or_unbind.in(by.speaks)}, {}, std::string{problem}, next};
    for (const auto& one : site_.data.bindings.list(by.who->who.id)) {
        const auto provider = site_.providers.find(one.provider_id);
        if (!provider) continue;
        const auto ways = ways_through(site_, *provider, by, next);
        view.buttons.insert(view.buttons.end(), ways.buttons.begin(), ways.buttons.end());
    }
    auto frame = by.frame;
    frame.path = "/me/confirm?next=" + encode_value(next);
    return html_response(site_, problem.empty() ? 200 : 403, confirm_password_page(frame, view));
}

response own_account::confirmed(const visit& by) const {
    const auto result = confirm_password(site_, by.who->who, value_of(by.fields, "password"), browser_address(by.from));
    if (const auto* often = std::get_if<too_many_tries>(&result)) return too_many(site_, by.frame, often->wait);
    if (std::holds_alternative<not_accepted>(result)) return confirm_page(by, wrong_password.in(by.speaks));
    site_.data.sessions.prove(by.who->id, site_.outside.now());
    const auto next = next_of(by);
    return redirect(site_, next.empty() ? "/me" : next);
}

response own_account::logout(const visit& by) const {
    auto out = redirect(site_, "/login");
    end_session(site_, *by.who, out);
    return out;
}

}  // namespace host
