#include "core/error.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

namespace wecom {
namespace {

// The same sentence serves every failure that the person can only answer with another try, or with a call to the
// administrator: the difference is for `detail`.
constexpr std::string_view again_en = "The sign-in could not be completed. Please try again.";
constexpr std::string_view again_zh = "登录未能完成，请重试。";
constexpr std::string_view expired_en = "This sign-in has expired. Please start again.";
constexpr std::string_view expired_zh = "本次登录已失效，请重新登录。";
constexpr std::string_view reject_en =
    "This sign-in does not belong to this browser. Please start again from the login page.";
constexpr std::string_view reject_zh = "该登录请求与当前浏览器不符，请从登录页重新开始。";
constexpr std::string_view network_en = "WeCom cannot be reached right now. Please try again later.";
constexpr std::string_view network_zh = "暂时无法连接企业微信，请稍后再试。";
constexpr std::string_view upstream_en = "WeCom refused to complete the sign-in. Please contact your administrator.";
constexpr std::string_view upstream_zh = "企业微信未能完成登录，请联系管理员。";
constexpr std::string_view config_en = "Sign-in with WeCom is not set up correctly. Please contact your administrator.";
constexpr std::string_view config_zh = "企业微信登录配置有误，请联系管理员。";
constexpr std::string_view busy_en = "WeCom is busy. Please try again in a moment.";
constexpr std::string_view busy_zh = "企业微信繁忙，请稍后再试。";
constexpr std::string_view bug_en = "Something went wrong. Please try again or contact your administrator.";
constexpr std::string_view bug_zh = "登录出现内部错误，请重试或联系管理员。";

using enum audience;
constexpr auto operators = audience::operator_;

constexpr std::array table{
    errc_facts{errc::argument, kind::invalid, "argument", developer, 500, bug_en, bug_zh},
    errc_facts{errc::utf8, kind::invalid, "utf8", developer, 500, bug_en, bug_zh},
    errc_facts{errc::too_long, kind::invalid, "too_long", developer, 500, bug_en, bug_zh},
    errc_facts{errc::duplicate_op, kind::invalid, "duplicate_op", developer, 500, bug_en, bug_zh},
    errc_facts{errc::closed, kind::invalid, "closed", developer, 500, bug_en, bug_zh},
    errc_facts{errc::reentrant, kind::invalid, "reentrant", developer, 500, bug_en, bug_zh},
    errc_facts{errc::config_json, kind::config, "config_json", admin, 500, config_en, config_zh},
    errc_facts{errc::config_field, kind::config, "config_field", admin, 500, config_en, config_zh},
    errc_facts{errc::ca_file, kind::config, "ca_file", operators, 500, config_en, config_zh},
    errc_facts{errc::seal_key, kind::invalid, "seal_key", developer, 500, config_en, config_zh},
    errc_facts{errc::mode, kind::unsupported, "mode", developer, 500, config_en, config_zh},
    errc_facts{errc::no_seal_key, kind::unsupported, "no_seal_key", developer, 500, config_en, config_zh},
    errc_facts{errc::deadline, kind::deadline, "deadline", operators, 504, network_en, network_zh},
    errc_facts{errc::cancelled, kind::cancelled, "cancelled", user, 503, again_en, again_zh},
    errc_facts{errc::shutdown, kind::cancelled, "shutdown", user, 503, again_en, again_zh},
    errc_facts{errc::net, kind::network, "net", operators, 502, network_en, network_zh},
    errc_facts{errc::dns, kind::network, "dns", operators, 502, network_en, network_zh},
    errc_facts{errc::connect, kind::network, "connect", operators, 502, network_en, network_zh},
    errc_facts{errc::tls_proto, kind::network, "tls_proto", operators, 502, network_en, network_zh},
    errc_facts{errc::tls_cert, kind::network, "tls_cert", operators, 502, network_en, network_zh},
    errc_facts{errc::tls_host, kind::network, "tls_host", operators, 502, network_en, network_zh},
    errc_facts{errc::http_proto, kind::network, "http_proto", operators, 502, network_en, network_zh},
    errc_facts{errc::http_status, kind::network, "http_status", operators, 502, network_en, network_zh},
    errc_facts{errc::too_large, kind::network, "too_large", operators, 502, network_en, network_zh},
    errc_facts{errc::json, kind::upstream, "json", operators, 502, upstream_en, upstream_zh},
    errc_facts{errc::schema, kind::upstream, "schema", operators, 502, upstream_en, upstream_zh},
    errc_facts{errc::token_refused, kind::upstream, "token_refused", admin, 502, upstream_en, upstream_zh},
    errc_facts{errc::credential, kind::upstream, "credential", admin, 502, config_en, config_zh},
    errc_facts{errc::ip_not_trusted, kind::upstream, "ip_not_trusted", admin, 502, config_en, config_zh},
    errc_facts{errc::upstream, kind::upstream, "upstream", admin, 502, upstream_en, upstream_zh},
    errc_facts{errc::rate, kind::busy, "rate", operators, 503, busy_en, busy_zh},
    errc_facts{errc::busy, kind::busy, "busy", operators, 503, busy_en, busy_zh},
    errc_facts{errc::breaker, kind::busy, "breaker", operators, 503, network_en, network_zh},
    errc_facts{errc::overload, kind::busy, "overload", operators, 503, busy_en, busy_zh},
    errc_facts{errc::store, kind::busy, "store", operators, 503, again_en, again_zh},
    errc_facts{errc::user_refused, kind::denied, "user_refused", user, 403, "You did not approve the sign-in in WeCom.",
               "您在企业微信中取消了登录。"},
    errc_facts{errc::not_member, kind::denied, "not_member", user, 403,
               "You are not a member of this company in WeCom, so you cannot sign in here.",
               "您不是该企业的企业微信成员，无法登录。"},
    errc_facts{errc::linked_corp, kind::denied, "linked_corp", user, 403,
               "Members of linked companies cannot sign in here. Please contact your administrator.",
               "关联企业的成员无法登录，请联系管理员。"},
    errc_facts{errc::inactive, kind::denied, "inactive", user, 403,
               "Your WeCom account is not active. Please contact your administrator.",
               "您的企业微信账号未激活或已停用，请联系管理员。"},
    errc_facts{errc::no_transaction, kind::restart, "no_transaction", user, 400, expired_en, expired_zh},
    errc_facts{errc::expired, kind::restart, "expired", user, 400, expired_en, expired_zh},
    errc_facts{errc::unreadable, kind::restart, "unreadable", user, 400, expired_en, expired_zh},
    errc_facts{errc::code_invalid, kind::restart, "code_invalid", user, 400, expired_en, expired_zh},
    errc_facts{errc::ambiguous, kind::restart, "ambiguous", user, 502, again_en, again_zh},
    errc_facts{errc::state_mismatch, kind::rejected, "state_mismatch", user, 403, reject_en, reject_zh},
    errc_facts{errc::other_instance, kind::rejected, "other_instance", user, 403, reject_en, reject_zh},
    errc_facts{errc::other_purpose, kind::rejected, "other_purpose", user, 403, reject_en, reject_zh},
    errc_facts{errc::binding_mismatch, kind::rejected, "binding_mismatch", user, 403, reject_en, reject_zh},
    errc_facts{errc::other_redirect_uri, kind::rejected, "other_redirect_uri", user, 403, reject_en, reject_zh},
    errc_facts{errc::malformed, kind::rejected, "malformed", user, 400, reject_en, reject_zh},
    errc_facts{errc::replayed, kind::replayed, "replayed", user, 403,
               "This sign-in was already used. Please start again from the login page.",
               "本次登录已被使用，请从登录页重新开始。"},
    errc_facts{errc::no_memory, kind::internal, "no_memory", operators, 500, bug_en, bug_zh},
    errc_facts{errc::bug, kind::internal, "bug", developer, 500, bug_en, bug_zh},
};

constexpr bool in_order() {
    for (std::size_t i = 0; i < table.size(); ++i)
        if (table[i].code != static_cast<errc>(i)) return false;
    return table.back().code == errc::bug;
}
static_assert(in_order(), "facts() indexes the table by errc");

}  // namespace

const errc_facts& facts(errc code) { return table.at(static_cast<std::size_t>(code)); }

std::optional<errc> errc_named(std::string_view reason) {
    for (const auto& row : table)
        if (row.reason == reason) return row.code;
    return std::nullopt;
}

kind kind_of(const error& e) {
    const auto whose = facts(e.code).whose;
    if (whose != kind::restart || !e.restarted) return whose;
    return e.code == errc::ambiguous ? kind::network : kind::rejected;
}

void throw_exception_from_error(const error& e, const boost::source_location&) {
    throw std::logic_error{"result without a value: " + std::string{facts(e.code).reason}};
}

}  // namespace wecom
