#include "io/wecom_client.hpp"

namespace wecom {

wecom_client::wecom_client(std::shared_ptr<const config> settings, std::shared_ptr<transport> wire,
                           std::shared_ptr<token_source> tokens, std::shared_ptr<log_queue> log, const ambient& around)
    : settings_{std::move(settings)},
      wire_{std::move(wire)},
      tokens_{std::move(tokens)},
      log_{std::move(log)},
      around_{around} {}

// Calls with the app's token. One that is refused is replaced and the call repeated, once: WeCom looks at the token
// before it looks at the code.
template <class T, class MakeRequest>
awaitable<result<T>> wecom_client::call(api_call which, MakeRequest make, parser<T> parse, time_point deadline) {
    for (bool repeated = false;; repeated = true) {
        auto token = co_await tokens_->get(deadline);
        if (!token) {
            auto failure = token.error();
            failure.code_unsent = !repeated;
            co_return failure;
        }
        auto answer = co_await exchange<T>(*wire_, which, make(*token->value), parse, around_, deadline);
        if (answer || !refuses_token(answer.error()) || repeated) co_return answer;
        log(log_level::info, "WeCom refused the access token; fetching another: " + answer.error().detail);
        tokens_->invalidate(*token);
    }
}

awaitable<result<account>> wecom_client::identify(secret code, time_point deadline) {
    const auto make = [&code](const secret& token) { return make_get_user_info_request(token, code); };
    const auto who = co_await call<user_info>(api_call::getuserinfo, make, &parse_get_user_info_response, deadline);
    if (!who) co_return who.error();
    std::optional<member_profile> profile;
    if (settings_->profile != profile_level::none && who->who == user_info::person::member)
        profile = co_await profile_of(*who, deadline);
    co_return make_account(*settings_, *who, profile);
}

// Nothing if WeCom does not give it: the identity is certain, and a login does not fail for want of a name.
awaitable<std::optional<member_profile>> wecom_client::profile_of(const user_info& who, time_point deadline) {
    const std::string& userid = who.userid;
    const auto ask_contacts = [&userid](const secret& token) { return make_user_get_request(token, userid); };
    const parser<member_profile> read_contacts = [&userid](auto body) { return parse_user_get_response(body, userid); };
    const auto contacts = co_await call<member_profile>(api_call::user_get, ask_contacts, read_contacts, deadline);
    if (!contacts) log(log_level::warning, "no profile of a member: " + contacts.error().detail);
    if (settings_->profile != profile_level::full || who.user_ticket.empty())
        co_return contacts ? std::optional{*contacts} : std::nullopt;

    const secret& ticket = who.user_ticket;
    const auto ask_person = [&ticket](const secret& token) { return make_get_user_detail_request(token, ticket); };
    const parser<member_profile> read_person = [&userid](auto body) {
        return parse_get_user_detail_response(body, userid);
    };
    const auto person = co_await call<member_profile>(api_call::getuserdetail, ask_person, read_person, deadline);
    if (!person) log(log_level::warning, "no private data of a member: " + person.error().detail);
    if (!contacts && !person) co_return std::nullopt;
    auto both = merge(contacts ? *contacts : member_profile{}, person ? *person : member_profile{});
    both.complete = contacts && person;
    co_return both;
}

void wecom_client::log(log_level level, std::string text) { log_->write(level, std::move(text), around_.now()); }

}  // namespace wecom
