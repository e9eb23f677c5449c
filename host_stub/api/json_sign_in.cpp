#include "api/json_sign_in.hpp"

#include "api/api_answer.hpp"
#include "api/bind_ticket.hpp"
#include "api/provider_address.hpp"
#include "web/callback.hpp"
#include "web/cookie.hpp"
#include "web/form.hpp"
#include "web/login_transactions.hpp"
#include "web/phrase.hpp"
#include "web/security_headers.hpp"
#include "web/sign_in.hpp"

#include <boost/json/object.hpp>

namespace host {
namespace {

namespace json = boost::json;

constexpr phrase begin_anew{"This login cannot go on; begin again", "登录无法继续，请重新开始"};
constexpr phrase too_often{"Too many attempts; try again later", "尝试次数过多，请稍后再试"};
constexpr phrase no_mode{"This mode or this address is not known", "未知的登录方式或跳转地址"};
constexpr phrase failed{"The login did not succeed", "登录未成功"};

response provider_answer(const live_provider& by, json::object data) {
    return json_answer(200, json::object{{"error", "0"}, {"package", by.setting.provider}, {"data", std::move(data)}});
}

response wait_answer(std::chrono::seconds wait, language in) {
    auto out = provider_error_answer(429, too_often.in(in), "too_many_tries");
    out.headers.emplace_back("Retry-After", std::to_string(wait.count()));
    return out;
}

response refusal_answer(const idp_error& why, language in) {
    const std::string_view said{why.public_text};
    return provider_error_answer(static_cast<unsigned>(why.http_status), said.empty() ? failed.in(in) : said,
                                 why.reason);
}

// One request of a client, and what answers it.
class json_login {
public:
    json_login(site_state& state, request from, provider_handle with)
        : state_{state},
          from_{std::move(from)},
          with_{std::move(with)},
          speaks_{preferred_language(find_field(from_.headers, "Accept-Language"))} {}

    response begin() const;
    answer finish() const;

private:
    callback_arrival arrival() const;
    response resolve(const accepted_callback& accepted) const;
    response end(const callback_outcome& what) const;
    response welcome(const known_user& who) const;
    response ticket_for(const account& said) const;
    response again() const { return provider_error_answer(403, begin_anew.in(speaks_), "restart"); }
    response hardened(response out) const {
        harden_page(out, state_.base.https);
        return out;
    }

    site_state& state_;
    const request from_;
    const provider_handle with_;
    const language speaks_;
};

response json_login::begin() const {
    const auto query = parse_form(from_.query);
    const auto mode = query ? value_of(*query, "mode") : "";
    if (!query || (!mode.empty() && !with_->instance->has_mode(mode)))
        return hardened(provider_error_answer(400, no_mode.in(speaks_), "invalid"));
    const auto begun = with_->instance->start({.context = *to_text({with_->setting.tenant_id, ""}),
                                               .mode = mode,
                                               .user_agent = find_field(from_.headers, "User-Agent"),
                                               .locale = language_tag(speaks_),
                                               .purpose = "login"});
    if (!begun) return hardened(refusal_answer(begun.error(), speaks_));
    auto out = provider_answer(*with_, {{"redirect", begun->location}});
    keep_transaction(state_, from_, *begun, out);
    out.afterwards = [with = with_] { with->instance->prepare(); };
    return hardened(std::move(out));
}

callback_arrival json_login::arrival() const {
    callback_arrival out{from_.query, {}, language_tag(speaks_), browser_address(from_)};
    for (auto& one : transactions_of(state_, from_))
        out.transactions.push_back(std::move(one.value));
    return out;
}

answer json_login::finish() const {
    auto checked = check_callback(state_, *with_, arrival());
    if (auto* accepted = std::get_if<accepted_callback>(&checked))
        return deferred{[self = *this, accepted = std::move(*accepted)] { return self.resolve(accepted); }};
    if (std::holds_alternative<begin_again>(checked)) return hardened(again());
    if (const auto* one_of_many = std::get_if<bogus_callback>(&checked))
        return hardened(wait_answer(one_of_many->wait, speaks_));
    return hardened(refusal_answer(std::get<idp_error>(checked), speaks_));
}

response json_login::resolve(const accepted_callback& accepted) const {
    auto out = end(resolve_callback(state_, *with_, accepted, arrival()));
    const auto brought = transactions_of(state_, from_);
    set_cookie(out, deleted_cookie(brought[accepted.transaction_index].name, state_.base.https));
    return hardened(std::move(out));
}

response json_login::end(const callback_outcome& what) const {
    if (const auto* who = std::get_if<known_user>(&what)) return welcome(*who);
    if (const auto* stranger = std::get_if<unbound_account>(&what)) return ticket_for(stranger->said);
    if (const auto* often = std::get_if<too_many_tries>(&what)) return wait_answer(often->wait, speaks_);
    if (const auto* why = std::get_if<idp_error>(&what)) return refusal_answer(*why, speaks_);
    return again();
}

response json_login::welcome(const known_user& who) const {
    const auto token = state_.data.tokens.issue(who.who.id, who.through.id, state_.outside.now());
    if (!token) return provider_error_answer(403, failed.in(speaks_), "user_not_active");
    return provider_answer(*with_, {{"token", *token}});
}

response json_login::ticket_for(const account& said) const {
    response cookies;
    const auto ticket = give_bind_ticket(state_, *with_, said, cookies);
    if (!ticket) return refusal_answer(ticket.error(), speaks_);
    auto out = provider_answer(*with_, {{"token", ""},
                                        {"ext_id", *ticket},
                                        {"tenant_id", without_dashes(with_->setting.tenant_id)},
                                        {"bind", address_of(state_.base, with_->setting).bind}});
    out.headers.insert(out.headers.end(), cookies.headers.begin(), cookies.headers.end());
    return out;
}

}  // namespace

void add_json_sign_in(router& to, site_state& state) {
    const auto route = [&](std::string_view step, answer (*go_on)(const json_login&)) {
        to.add("GET", "/api/v1/idp/{provider}/{config}/" + std::string{step},
               [&state, go_on](const request& from, const path_values& in) -> answer {
                   auto with = provider_of(state, in);
                   if (with) return go_on({state, from, std::move(with)});
                   auto out = no_such_provider();
                   harden_page(out, state.base.https);
                   return out;
               });
    };
    route("login", [](const json_login& login) -> answer { return login.begin(); });
    route("callback", [](const json_login& login) -> answer { return login.finish(); });
}

bool prefers_json(const request& from) {
    const auto accept = find_field(from.headers, "Accept");
    return accept.find("application/json") != accept.npos && accept.find("text/html") == accept.npos;
}

}  // namespace host
