#include "web/pending_account.hpp"

#include "web/account_record.hpp"
#include "web/cookie.hpp"
#include "web/site_state.hpp"
#include "web/token.hpp"

#include <boost/json.hpp>

#include <algorithm>

namespace host {
namespace {

namespace json = boost::json;

constexpr std::chrono::minutes lifetime{10};

std::string cookie_name(const site_state& site) { return host_cookie_name("idp_bind", site.base.https); }

// The bytes that only this browser has; empty: none.
std::string browser_key(const site_state& site, const visit& by) {
    return std::string{cookie_value(parse_cookies(find_field(by.from.headers, "Cookie")), cookie_name(site))};
}

std::string ticket_key(const live_provider& of, std::string_view ticket, std::string_view browser) {
    return "bind-ticket/" + of.setting.id + "/" + std::string{ticket} + "/" + std::string{browser};
}

std::string pending_key(std::string_view browser) { return "pending-account/" + std::string{browser}; }

std::string to_record(const pending_account& it) {
    return json::serialize(json::array{it.provider_id, it.ticket, it.display_name, it.subject, it.next});
}

pending_account pending_of_record(std::string_view record) {
    const auto all = json::value_to<std::vector<std::string>>(json::parse({record.data(), record.size()}));
    return {all.at(0), all.at(1), all.at(2), all.at(3), all.at(4)};
}

idp_error expired() {
    auto out = make_refusal(IDP_E_REJECTED, "ticket_unknown", "the account that waited to be bound is gone");
    out.http_status = 403;
    return out;
}

// Of a ticket: whatever is wrong with it, it stands for nobody. Other errors may pass.
bool is_of_no_use(const idp_error& why) {
    return why.status == IDP_E_REJECTED || why.status == IDP_E_REPLAYED || why.status == IDP_E_RESTART ||
           why.status == IDP_E_INVALID;
}

}  // namespace

std::string mark_of(const pending_account& it) { return to_token(fingerprint(it.ticket)).substr(0, 16); }

outcome<std::string> issue_bind_ticket(site_state& site, const live_provider& of, const account& said,
                                       std::string_view browser) {
    if (of.instance) {
        auto issued = of.instance->issue_ticket(said, browser);
        if (issued || issued.error().status != IDP_E_UNSUPPORTED) return issued;
    }
    auto ticket = to_token(site.outside.random_bytes(32));
    site.data.one_time.put(ticket_key(of, ticket, browser), to_record(said), site.outside.now() + lifetime);
    return ticket;
}

outcome<account> redeem_bind_ticket(site_state& site, const live_provider& of, std::string_view ticket,
                                    std::string_view browser) {
    if (of.instance) {
        auto redeemed = of.instance->redeem_ticket(ticket, browser);
        if (redeemed) return redeemed;
        if (is_of_no_use(redeemed.error())) return expired();
        if (redeemed.error().status != IDP_E_UNSUPPORTED) return redeemed;
    }
    const auto kept = site.data.one_time.take(ticket_key(of, ticket, browser), site.outside.now());
    auto said = kept ? account_of_record(*kept) : std::nullopt;
    if (!said) return expired();
    return std::move(*said);
}

std::optional<idp_error> keep_pending(site_state& site, const live_provider& of, const account& said,
                                      std::string_view next, response& out) {
    const auto browser = to_token(site.outside.random_bytes(32));
    const auto ticket = issue_bind_ticket(site, of, said, browser);
    if (!ticket) return ticket.error();
    const pending_account waits{of.setting.id, *ticket, said.display_name, said.subject, std::string{next}};
    site.data.one_time.put(pending_key(browser), to_record(waits), site.outside.now() + lifetime);
    set_cookie(out, lasting_cookie({cookie_name(site), browser}, lifetime, site.base.https));
    return std::nullopt;
}

std::optional<pending_account> find_pending(site_state& site, const visit& by) {
    const auto browser = browser_key(site, by);
    if (browser.empty()) return std::nullopt;
    const auto record = site.data.one_time.peek(pending_key(browser), site.outside.now());
    return record ? std::optional{pending_of_record(*record)} : std::nullopt;
}

outcome<account> take_pending(site_state& site, const visit& by, const live_provider& of) {
    const auto browser = browser_key(site, by);
    const auto record = site.data.one_time.take(pending_key(browser), site.outside.now());
    if (!record) return expired();
    return redeem_bind_ticket(site, of, pending_of_record(*record).ticket, browser);
}

void forget_pending(site_state& site, const visit& by, response& out) {
    const auto browser = browser_key(site, by);
    if (browser.empty()) return;
    site.data.one_time.take(pending_key(browser), site.outside.now());
    set_cookie(out, deleted_cookie(cookie_name(site), site.base.https));
}

}  // namespace host
