#include "plugin_conversion.hpp"

#include "core/encoding.hpp"

#include <string>

namespace wecom {
namespace {

idp_status status_of(kind whose) {
    switch (whose) {
        case kind::invalid: return IDP_E_INVALID;
        case kind::config: return IDP_E_CONFIG;
        case kind::deadline: return IDP_E_DEADLINE;
        case kind::cancelled: return IDP_E_CANCELLED;
        case kind::network: return IDP_E_NETWORK;
        case kind::upstream: return IDP_E_UPSTREAM;
        case kind::denied: return IDP_E_DENIED;
        case kind::restart: return IDP_E_RESTART;
        case kind::rejected: return IDP_E_REJECTED;
        case kind::replayed: return IDP_E_REPLAYED;
        case kind::busy: return IDP_E_BUSY;
        case kind::unsupported: return IDP_E_UNSUPPORTED;
        case kind::internal: return IDP_E_INTERNAL;
    }
    return IDP_E_INTERNAL;
}

std::uint32_t audience_of(audience who) {
    switch (who) {
        case audience::user: return IDP_FOR_USER;
        case audience::admin: return IDP_FOR_ADMIN;
        case audience::operator_: return IDP_FOR_OPERATOR;
        case audience::developer: return IDP_FOR_DEVELOPER;
    }
    return IDP_FOR_DEVELOPER;
}

std::uint32_t verdict_of(verdict who) {
    switch (who) {
        case verdict::member: return IDP_VERDICT_MEMBER;
        case verdict::linked: return IDP_VERDICT_LINKED;
        case verdict::external: return IDP_VERDICT_EXTERNAL;
        case verdict::inactive: return IDP_VERDICT_INACTIVE;
    }
    return IDP_VERDICT_EXTERNAL;
}

verdict verdict_of(std::uint32_t number) {
    switch (number) {
        case IDP_VERDICT_MEMBER: return verdict::member;
        case IDP_VERDICT_LINKED: return verdict::linked;
        case IDP_VERDICT_EXTERNAL: return verdict::external;
        case IDP_VERDICT_INACTIVE: return verdict::inactive;
    }
    idp::refuse("argument", "the verdict is none");
}

// What a person may read, with WeCom's code where the administrator will want to know it.
std::string public_text(const error& why, language lang) {
    const auto& known = facts(why.code);
    std::string text{lang == language::zh ? known.zh : known.en};
    const bool useful = why.upstream_code != 0 && known.who != audience::user;
    if (useful)
        text += (lang == language::zh ? "（企业微信错误码 " : " (WeCom ") + std::to_string(why.upstream_code) +
                (lang == language::zh ? "）" : ")");
    return text;
}

// No answer of WeCom's has a longer string.
constexpr std::size_t longest_name = 65536;

}  // namespace

idp_status fail(idp_error* err, const error& why, language lang) {
    const auto& known = facts(why.code);
    const auto text = public_text(why, lang);
    const auto upstream = why.upstream_code != 0 ? std::to_string(why.upstream_code) : std::string{};
    return idp::store(err, {.status = status_of(kind_of(why)),
                            .reason = known.reason.data(),
                            .detail = why.detail,
                            .public_text = text,
                            .audience = audience_of(known.who),
                            .http_status = known.http_status,
                            .retry_after_ms = static_cast<std::uint32_t>(why.retry_after.count()),
                            .upstream_code = why.upstream_code,
                            .upstream = upstream});
}

std::string_view bytes_argument(const idp_str& value, std::size_t longest) {
    if (value.len > longest) idp::refuse("too_long", "a string argument is longer than its limit");
    if (!value.ptr && value.len > 0) idp::refuse("argument", "a string has a length and no pointer");
    return idp::view(value);
}

std::string_view text_argument(const idp_str& value, std::size_t longest) {
    const auto text = bytes_argument(value, longest);
    if (!is_utf8(text)) idp::refuse("utf8", "a string argument is not UTF-8");
    return text;
}

std::string_view browser_text(const idp_str& value, std::size_t longest) {
    const auto text = idp::view(value);
    return value.len <= longest && is_utf8(text) ? text : std::string_view{};
}

language locale_argument(const idp_str& value) { return language_of(browser_text(value, IDP_MAX_LOCALE)); }

idp_account to_abi(account who) {
    idp::storage owns;
    idp_account out{};
    if (who.partial) out.flags |= IDP_ACCOUNT_PARTIAL;
    if (who.repeated) out.flags |= IDP_ACCOUNT_REPEATED;
    out.verdict = verdict_of(who.who);
    out.issuer = owns.keep(std::move(who.issuer));
    out.subject = owns.keep(std::move(who.subject));
    out.display_name = owns.keep(std::move(who.display_name));
    out.email = owns.keep(std::move(who.email));
    out.phone = owns.keep(std::move(who.phone));
    out.avatar_url = owns.keep(std::move(who.avatar_url));
    out.claims_json = owns.keep(std::move(who.claims_json));
    out.owner = std::move(owns).give_away();
    return out;
}

account account_argument(const idp_account* given) {
    const auto read = idp::read_request(given);
    account out;
    out.who = verdict_of(read.verdict);
    out.issuer = text_argument(read.issuer, IDP_MAX_ISSUER);
    out.subject = text_argument(read.subject, IDP_MAX_SUBJECT);
    out.display_name = text_argument(read.display_name, longest_name);
    return out;
}

}  // namespace wecom
