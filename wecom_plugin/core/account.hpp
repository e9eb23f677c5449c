#pragma once

#include "core/wecom_api.hpp"

#include <optional>
#include <string>

namespace wecom {

enum class verdict { member, linked, external, inactive };

// Who somebody is. The key of a person is (issuer, subject); a subject is never empty, and issuers of different kinds
// of people differ, so that no openid can meet a userid.
struct account {
    verdict who = verdict::external;
    std::string issuer, subject;
    std::string display_name, email, phone, avatar_url;
    std::string claims_json;
    bool partial = false;   // profile fields that were asked for are missing
    bool repeated = false;  // a copy of the first result of the same callback
};

// Puts together what WeCom said. No profile where one was asked for makes the account partial.
account make_account(const config& settings, const user_info& who, const std::optional<member_profile>& profile);

// The policy: errc::not_member, linked_corp or inactive for a person that this configuration does not let in.
result<account> accept_account(const config& settings, account who);

// Whether make_account could have said this of that person.
bool may_have_given(const config& settings, const account& who);

// user/get has the name, getuserdetail what the person agreed to share.
member_profile merge(member_profile from_contacts, const member_profile& from_person);

}  // namespace wecom
