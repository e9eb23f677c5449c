#include "web/sign_in.hpp"

#include "providers/abi_names.hpp"
#include "web/form.hpp"
#include "web/next_path.hpp"
#include "web/token.hpp"
#include "web/transaction_cookies.hpp"

#include <algorithm>

namespace host {
namespace {

void set_cookie(response& in, std::string value) { in.headers.emplace_back("Set-Cookie", std::move(value)); }

// It goes into a Location header, and so may have only what a query may have.
bool is_query(std::string_view text) {
    return text.size() <= 6000 && std::all_of(text.begin(), text.end(), [](unsigned char c) {
               return c > 0x20 && c < 0x7F && c != '#' && c != '"' && c != '<' && c != '>';
           });
}

}  // namespace

answer sign_in::begin(const request& from, configured_provider& with) {
    const auto who = visitor_of(site_, from);
    const auto parameters = parse_form(from.query);
    if (!parameters) return problem(site_, who.speaks, 400);
    const auto mode = value_of(*parameters, "mode"), next = value_of(*parameters, "next");
    if ((!mode.empty() && !with.has_mode(mode)) || (!next.empty() && !is_own_path(next)))
        return problem(site_, who.speaks, 400);
    return start(who, from, with, {.context = next, .mode = mode});
}

response sign_in::start(const visitor& who, const request& from, const configured_provider& with,
                        const login_start& login) {
    auto asked = login;
    asked.user_agent = find_field(from.headers, "User-Agent");
    asked.locale = language_tag(who.speaks);
    const auto begun = with.start(asked);
    if (!begun) return refusal(site_, who.speaks, with, begun.error());

    const bool https = site_.base.https;
    const auto suffix = to_token(site_.outside.random_bytes(6));
    const cookie transaction{transaction_cookie_name(suffix, https), begun->transaction};
    auto out = redirect(site_, begun->location);
    const auto size = transaction.name.size() + transaction.value.size();
    for (const auto& old : surplus_transactions(transactions_among(who.cookies, https), size))
        set_cookie(out, deleted_cookie(old.name, https));
    set_cookie(out, lasting_cookie(transaction, std::chrono::seconds{begun->lifetime_seconds}, https));
    out.afterwards = [&with] { with.prepare(); };
    return out;
}

response sign_in::restart(const visitor& who, const request& from, const configured_provider& with,
                          std::string_view next) {
    site_.log.write(log_level::info, "login_restarted", {{"provider", with.id()}});
    return start(who, from, with, {.context = next, .mode = with.restart_mode(), .restarted = true});
}

answer sign_in::finish(const request& from, configured_provider& with) {
    auto who = visitor_of(site_, from);
    const auto brought = transactions_among(who.cookies, site_.base.https);
    if (brought.empty() && who.signed_in) return redirect(site_, "/me");
    std::vector<std::string> transactions(brought.size());
    std::transform(brought.begin(), brought.end(), transactions.begin(), [](const auto& one) { return one.value; });

    auto granted = with.handle_callback(from.query, transactions, language_tag(who.speaks));
    if (!granted && granted.error().status == IDP_E_RESTART) return restart(who, from, with, "");
    if (!granted) return refusal(site_, who.speaks, with, granted.error());
    return deferred{
        [this, who = std::move(who), from, &with, granted = *granted,
         matched = brought[granted->transaction_index].name] { return resolve(who, from, with, granted, matched); }};
}

response sign_in::resolve(const visitor& who, const request& from, configured_provider& with, const grant& granted,
                          const std::string& transaction) {
    const auto began = site_.outside.steady_now();
    auto resolved = with.resolve(granted.token, language_tag(who.speaks));
    site_.counted->login_ended(with.id(), resolved ? IDP_OK : resolved.error().status, resolved ? resolved->verdict : 0,
                               site_.outside.steady_now() - began);
    const bool again = !resolved && resolved.error().status == IDP_E_RESTART;
    if (!resolved && !again) return refusal(site_, who.speaks, with, resolved.error());
    auto out = again ? restart(who, from, with, granted.context) : welcome(who, with, granted, std::move(*resolved));
    set_cookie(out, deleted_cookie(transaction, site_.base.https));
    return out;
}

response sign_in::welcome(const visitor& who, const configured_provider& with, const grant& granted, account resolved) {
    site_.log.write(log_level::info, "login",
                    {{"provider", with.id()},
                     {"mode", granted.mode},
                     {"verdict", std::string{verdict_name(resolved.verdict)}},
                     {"issuer", resolved.issuer},
                     {"subject", resolved.subject}});
    const auto id = to_token(site_.outside.random_bytes(32));
    site_.sessions.remove(who.session_id);
    site_.sessions.add(id, {std::move(resolved), with.name(), to_token(site_.outside.random_bytes(32)), {}},
                       site_.outside.now());
    auto out = redirect(site_, is_own_path(granted.context) ? granted.context : "/me");
    set_cookie(out, session_cookie({session_cookie_name(site_), id}, site_.base.https));
    return out;
}

answer sign_in::repeat_as_get(const request& from, configured_provider& with) {
    if (!is_query(from.body)) return problem(site_, visitor_of(site_, from).speaks, 400);
    return redirect(site_, with.path() + "/callback?" + from.body);
}

}  // namespace host
