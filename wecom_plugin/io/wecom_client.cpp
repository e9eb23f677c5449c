#include "io/wecom_client.hpp"

#include "core/encoding.hpp"

namespace wecom {
namespace {

// As many as keep the connections of one pool busy, and as many again that are about to.
constexpr std::size_t most_at_work = 64;

error unsent(error why, bool nothing_was) {
    why.code_unsent = nothing_was;
    return why;
}

}  // namespace

std::string token_key(const config& settings) {
    const auto& api = settings.network.api_base;
    const secret app{api.origin() + api.path + '\n' + settings.corpid + '\n' +
                     std::string{settings.corpsecret.reveal()}};
    return "token/" + base64url_encode(short_hash(app.reveal()));
}

wecom_client::wecom_client(std::shared_ptr<const config> settings, std::shared_ptr<transport> wire,
                           std::shared_ptr<token_source> tokens, std::shared_ptr<log_queue> log,
                           std::shared_ptr<shared_state> shared, io_executor executor, const ambient& around)
    : settings_{std::move(settings)},
      wire_{std::move(wire)},
      tokens_{std::move(tokens)},
      log_{std::move(log)},
      shelf_{std::move(shared), token_key(*settings_)},
      around_{around},
      at_work_{most_at_work, std::move(executor), around} {}

// Calls with the app's token. One that is refused is replaced and the call repeated, once: WeCom looks at the token
// before it looks at the code.
template <class T, class MakeRequest, class Parse>
awaitable<result<T>> wecom_client::call(api_call which, MakeRequest make, Parse parse, time_point deadline) {
    for (bool repeated = false;; repeated = true) {
        if (auto paused = paused_.refuse(which, around_.now())) co_return unsent(*std::move(paused), !repeated);
        auto token = tokens_->at_hand();
        if (!token) {
            auto fetched = co_await tokens_->get(deadline, shelf_);
            if (!fetched) co_return unsent(fetched.error(), !repeated);
            token = std::move(*fetched);
        }
        auto answer = co_await exchange<T>(*wire_, which, make(*token->value), parse, around_, deadline);
        if (answer) tokens_->confirm(*token);
        if (answer) co_return answer;
        const auto& why = answer.error();
        if (why.code == errc::rate) paused_.note(which, why, around_.now());
        if (!refuses_token(why)) co_return answer;
        // A token that getuserinfo takes is good: if another API does not, that is about the API.
        if (repeated && which != api_call::getuserinfo)
            paused_.note(which, why, around_.now());
        else
            tokens_->refuse(*token, why);
        if (repeated) co_return answer;
        log(log_level::info, "WeCom refused the access token; fetching another: " + why.detail);
    }
}

awaitable<login_outcome> wecom_client::identify(secret code, time_point deadline) {
    const auto make = [&code](const secret& token) { return make_get_user_info_request(token, code); };
    const auto who = co_await call<user_info>(api_call::getuserinfo, make, &parse_get_user_info_response, deadline);
    if (!who) co_return std::make_shared<result<account>>(who.error());
    if (settings_->profile == profile_level::none || who->who != user_info::person::member)
        co_return std::make_shared<result<account>>(make_account(*settings_, *who, std::nullopt));
    co_return co_await account_with_profile(*who, deadline);
}

// On its own, so that a login without a profile does not wait with room for one.
awaitable<login_outcome> wecom_client::account_with_profile(const user_info& who, time_point deadline) {
    const auto profile = co_await profile_of(who, deadline);
    co_return std::make_shared<result<account>>(make_account(*settings_, who, profile));
}

// Nothing if WeCom does not give it: the identity is certain, and a login does not fail for want of a name.
awaitable<std::optional<member_profile>> wecom_client::profile_of(const user_info& who, time_point deadline) {
    const std::string& userid = who.userid;
    const auto ask_contacts = [&userid](const secret& token) { return make_user_get_request(token, userid); };
    const auto read_contacts = [&userid](std::string_view body) { return parse_user_get_response(body, userid); };
    const auto contacts = co_await call<member_profile>(api_call::user_get, ask_contacts, read_contacts, deadline);
    if (!contacts) log(log_level::warning, "no profile of a member: " + contacts.error().detail);
    if (settings_->profile != profile_level::full || who.user_ticket.empty())
        co_return contacts ? std::optional{*contacts} : std::nullopt;

    const secret& ticket = who.user_ticket;
    const auto ask_person = [&ticket](const secret& token) { return make_get_user_detail_request(token, ticket); };
    const auto read_person = [&userid](std::string_view body) { return parse_get_user_detail_response(body, userid); };
    const auto person = co_await call<member_profile>(api_call::getuserdetail, ask_person, read_person, deadline);
    if (!person) log(log_level::warning, "no private data of a member: " + person.error().detail);
    if (!contacts && !person) co_return std::nullopt;
    auto both = merge(contacts ? *contacts : member_profile{}, person ? *person : member_profile{});
    both.complete = contacts && person;
    co_return both;
}

void wecom_client::log(log_level level, std::string text) { log_->write(level, std::move(text), around_.now()); }

}  // namespace wecom
