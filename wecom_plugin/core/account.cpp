#include "core/account.hpp"

#include "core/encoding.hpp"
#include "core/strict_json.hpp"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

namespace wecom {
namespace {

namespace json = boost::json;

// WeCom's user ids are unique without regard to case; the encrypted ids of service providers are not.
std::string canonical(const config& settings, const std::string& userid) {
    return settings.encrypted_ids ? userid : ascii_lower(userid);
}

constexpr std::string_view linked_suffix = "#linked", external_suffix = "#external";

std::string issuer_of(std::string_view corpid, std::string_view suffix = {}) {
    return std::string{"wecom:"}.append(corpid).append(suffix);
}

void identify(const config& settings, const user_info& who, account& out) {
    switch (who.who) {
        case user_info::person::member:
            out.who = verdict::member;
            out.issuer = issuer_of(settings.corpid);
            out.subject = canonical(settings, who.userid);
            return;
        case user_info::person::linked:
            out.who = verdict::linked;
            out.issuer = issuer_of(who.linked_corpid, linked_suffix);
            out.subject = canonical(settings, who.userid);
            return;
        case user_info::person::external:
            out.who = verdict::external;
            out.issuer = issuer_of(settings.corpid, external_suffix);
            out.subject = who.openid.empty() ? "external_userid/" + who.external_userid : "openid/" + who.openid;
            return;
    }
}

// Pictures come from WeCom's own servers, over https; anything else is somebody's attempt at the reader's browser.
std::string safe_avatar(const config& settings, const std::string& avatar) {
    const auto url = parse_web_url(avatar);
    if (!url || url->scheme != "https") return {};
    const auto& host = url->host;
    const bool known = host.ends_with(".qpic.cn") || host.ends_with(".qlogo.cn") || host.ends_with(".weixin.qq.com") ||
                       host == settings.network.api_base.host;
    return known ? avatar : std::string{};
}

void put(json::object& to, std::string_view key, const std::string& text) {
    if (!text.empty()) to[json::string_view{key.data(), key.size()}] = text;
}

std::string claims(const config& settings, const user_info& who, const member_profile& profile) {
    json_room room;
    json::object out{room};
    put(out, "corpid", who.linked_corpid.empty() ? settings.corpid : who.linked_corpid);
    put(out, "userid", who.userid);
    put(out, "openid", who.openid);
    put(out, "external_userid", who.external_userid);
    put(out, "alias", profile.alias);
    put(out, "position", profile.position);
    if (!profile.department.empty())
        out["department"] = json::array(profile.department.begin(), profile.department.end());
    if (profile.main_department) out["main_department"] = *profile.main_department;
    if (profile.status) out["status"] = *profile.status;
    if (settings.profile == profile_level::full) {
        put(out, "gender", profile.gender);
        put(out, "biz_mail", profile.biz_mail);
    }
    return json::serialize(out);
}

}  // namespace

account make_account(const config& settings, const user_info& who, const std::optional<member_profile>& profile) {
    account out;
    identify(settings, who, out);
    const auto known = profile.value_or(member_profile{});
    const bool inactive = known.status && *known.status != 1;
    if (out.who == verdict::member && inactive) out.who = verdict::inactive;
    out.partial = settings.profile != profile_level::none && who.who == user_info::person::member &&
                  !(profile && profile->complete);
    out.display_name = known.name;
    if (settings.profile == profile_level::full) {
        out.email = known.email.empty() ? known.biz_mail : known.email;
        out.phone = known.mobile;
        out.avatar_url = safe_avatar(settings, known.avatar);
    }
    out.claims_json = claims(settings, who, known);
    return out;
}

result<account> accept_account(const config& settings, account who) {
    switch (who.who) {
        case verdict::member: return who;
        case verdict::linked:
            if (settings.accept_linked_corp) return who;
            return error{.code = errc::linked_corp,
                         .detail = "a member of a linked corporation; add linked_corp to `accept` to let them in"};
        case verdict::inactive:
            return error{.code = errc::inactive,
                         .detail = "the member is disabled, not activated or has left the corporation"};
        case verdict::external: break;
    }
    return error{.code = errc::not_member, .detail = "an outside contact, not a member of the corporation"};
}

bool may_have_given(const config& settings, const account& who) {
    if (who.subject.empty()) return false;
    switch (who.who) {
        case verdict::member:
        case verdict::inactive: return who.issuer == issuer_of(settings.corpid);
        case verdict::linked: return who.issuer.starts_with("wecom:") && who.issuer.ends_with(linked_suffix);
        case verdict::external: return who.issuer == issuer_of(settings.corpid, external_suffix);
    }
    return false;
}

member_profile merge(member_profile from_contacts, const member_profile& from_person) {
    for (const auto field : {&member_profile::mobile, &member_profile::email, &member_profile::biz_mail,
                             &member_profile::avatar, &member_profile::gender})
        if (!(from_person.*field).empty()) from_contacts.*field = from_person.*field;
    if (from_contacts.name.empty()) from_contacts.name = from_person.name;
    return from_contacts;
}

}  // namespace wecom
