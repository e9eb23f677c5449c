#include "web/sign_in.hpp"

#include "web/account_binding.hpp"
#include "web/account_record.hpp"
#include "web/cookie.hpp"
#include "web/login_transactions.hpp"
#include "web/next_path.hpp"
#include "web/pending_account.hpp"
#include "web/session_start.hpp"
#include "web/site_state.hpp"

#include <algorithm>

namespace host {
namespace {

// It goes into a Location header, and so may have only what a query may have.
bool is_query(std::string_view text) {
    return text.size() <= 6000 && std::all_of(text.begin(), text.end(), [](unsigned char c) {
               return c > 0x20 && c < 0x7F && c != '#' && c != '"' && c != '<' && c != '>';
           });
}

callback_arrival arrival_of(const site_state& site, const visit& by) {
    callback_arrival out{
        by.from.query, {}, language_tag(by.speaks), browser_address(by.from), by.who ? &*by.who : nullptr};
    for (auto& one : transactions_of(site, by.from))
        out.transactions.push_back(std::move(one.value));
    return out;
}

std::string own_path_or(const std::string& next, std::string_view otherwise) {
    return is_own_path(next) ? next : std::string{otherwise};
}

}  // namespace

void sign_in::add_to(page_routes& pages, router& plain) {
    const std::string at = "/api/v1/idp/{provider}/{config}";
    pages.add("GET", at + "/login", audience::everybody, [this](const visit& by) { return begin(by); });
    pages.add("GET", at + "/callback", audience::everybody, [this](const visit& by) { return finish(by); });
    plain.add("POST", at + "/callback", [this](const request& by, const path_values&) { return repeat_as_get(by); });
}

provider_handle sign_in::provider_at(const path_values& in) const {
    auto found = site_.providers.find(in.at("config"));
    const auto path = "/api/v1/idp/" + in.at("provider") + "/" + in.at("config");
    return found && found->instance && found->instance->path() == path ? found : nullptr;
}

response sign_in::begin(const visit& by) {
    const auto with = provider_at(by.in);
    if (!with) return problem(site_, by.frame, 404);
    const auto mode = value_of(by.fields, "mode"), next = value_of(by.fields, "next");
    if ((!mode.empty() && !with->instance->has_mode(mode)) || (!next.empty() && !is_own_path(next)))
        return problem(site_, by.frame, 400);
    return start(by, with, {.next = std::string{next}, .mode = mode});
}

response sign_in::begin_to_bind(const visit& by, const provider_handle& with, std::string_view next) {
    return start(by, with, {.next = std::string{next}, .to_bind = true});
}

response sign_in::start(const visit& by, const provider_handle& with, const wish& what) {
    const auto context = to_text({with->setting.tenant_id, what.next});
    if (!context) return problem(site_, by.frame, 400);
    const auto binding = what.to_bind ? binding_of(*by.who) : "";
    const auto begun = with->instance->start({.context = *context,
                                              .mode = what.mode,
                                              .user_agent = find_field(by.from.headers, "User-Agent"),
                                              .locale = language_tag(by.speaks),
                                              .restarted = what.restarted,
                                              .purpose = what.to_bind ? "bind" : "login",
                                              .binding = binding});
    if (!begun) return refusal(site_, by.frame, with->setting.id, begun.error());

    auto out = redirect(site_, begun->location);
    keep_transaction(site_, by.from, *begun, out);
    out.afterwards = [with] { with->instance->prepare(); };
    return out;
}

response sign_in::restart(const visit& by, const provider_handle& with, const wish& what) {
    site_.log.write(log_level::info, "login_restarted", {{"provider", with->setting.id}});
    auto again = what;
    again.mode = with->instance->restart_mode();
    again.restarted = true;
    return start(by, with, again);
}

answer sign_in::finish(const visit& by) {
    auto here = by;
    here.frame.path = "/login";  // the query of this page is nothing to come back to
    const auto with = provider_at(by.in);
    if (!with) return problem(site_, here.frame, 404);
    const auto came = arrival_of(site_, by);
    if (came.transactions.empty() && by.who) return redirect(site_, "/me");

    auto checked = check_callback(site_, *with, came);
    if (const auto* accepted = std::get_if<accepted_callback>(&checked))
        return deferred{[this, here, with, accepted = *accepted] { return resolve(here, with, accepted); }};
    if (std::holds_alternative<begin_again>(checked)) return restart(here, with, {});
    if (const auto* one_of_many = std::get_if<bogus_callback>(&checked))
        return too_many(site_, here.frame, one_of_many->wait);
    return refusal(site_, here.frame, with->setting.id, std::get<idp_error>(checked));
}

response sign_in::resolve(const visit& by, const provider_handle& with, const accepted_callback& accepted) {
    auto out = end(by, with, accepted, resolve_callback(site_, *with, accepted, arrival_of(site_, by)));
    const auto brought = transactions_of(site_, by.from);
    set_cookie(out, deleted_cookie(brought[accepted.transaction_index].name, site_.base.https));
    return out;
}

response sign_in::end(const visit& by, const provider_handle& with, const accepted_callback& accepted,
                      callback_outcome what) {
    const auto& next = accepted.context.next;
    if (const auto* who = std::get_if<known_user>(&what)) return welcome(by, with, *who, next);
    if (const auto* wanted = std::get_if<account_to_bind>(&what)) return bind(by, with, wanted->said, next);
    if (const auto* stranger = std::get_if<unbound_account>(&what))
        return ask_who_it_is(site_, by, with, stranger->said, next);
    if (std::holds_alternative<begin_again>(what))
        return restart(by, with, {.next = next, .to_bind = accepted.to_bind});
    if (const auto* often = std::get_if<too_many_tries>(&what)) return too_many(site_, by.frame, often->wait);
    return refusal(site_, by.frame, with->setting.id, std::get<idp_error>(what));
}

response sign_in::welcome(const visit& by, const provider_handle& with, const known_user& who,
                          const std::string& next) {
    auto out = redirect(site_, own_path_or(next, "/me"));
    if (start_session(site_, by, {who.who.id, who.through.id, to_record(who.said)}, out)) return out;
    return refusal(site_, by.frame, with->setting.id,
                   make_refusal(IDP_E_DENIED, "user_not_active", "the user was disabled during the login"));
}

// The person asked for it and proved who they are before they left; if that is too long ago, they are asked once more.
response sign_in::bind(const visit& by, const provider_handle& with, const account& said, const std::string& next) {
    if (!is_fresh(site_, *by.who)) return ask_who_it_is(site_, by, with, said, next);
    const auto result = bind_account(site_, by.who->who, *with, said, browser_address(by.from));
    if (!is_bound(result)) return binding_problem(site_, by.frame, result);
    auto out = redirect(site_, own_path_or(next, "/me/accounts"));
    renew_session(site_, *by.who, out);
    return out;
}

answer sign_in::repeat_as_get(const request& by) {
    if (!is_query(by.body)) return problem(site_, {}, 400);
    return redirect(site_, by.path + "?" + by.body);
}

// A proxy appends the address it sees; what stands before it anybody can write. Only who is on this machine is
// believed.
std::string browser_address(const request& from) {
    const auto forwarded = find_field(from.headers, "X-Forwarded-For");
    if (!from.from_loopback || forwarded.empty()) return from.remote_address;
    const auto last = forwarded.substr(forwarded.find_last_of(", ") + 1);
    return last.size() > 45 ? from.remote_address : std::string{last};  // the longest text of an IPv6 address
}

}  // namespace host
