#include "core/account.hpp"
#include "core/wecom_api.hpp"
#include "fuzz/core/log_text.hpp"
#include "fuzz/target.hpp"

using namespace wecom;
using fuzz::holds;

FUZZ_TARGET(user_info_response) {
    static const config settings =
        parse_config(R"({"corpid": "ww1a2b3c4d5e6f7a8b", "corpsecret": "TheSecretOfYourApp"})").value();
    const auto who = parse_get_user_info_response(input);
    if (!who) return holds(is_fit_for_a_log(who.error().detail), "a refusal is fit for a log");

    const bool is_member = who->who != user_info::person::external;
    holds(who->userid.empty() != is_member, "a member has a user id, and nobody else has");
    holds((who->openid.empty() && who->external_userid.empty()) == is_member, "an outsider has an id of an outsider");
    holds(who->linked_corpid.empty() == (who->who != user_info::person::linked), "a linked member has a corporation");
    holds(who->userid.size() <= 64 && who->openid.size() <= 64 && who->external_userid.size() <= 64, "ids are short");

    const auto account = make_account(settings, *who, std::nullopt);
    holds(!account.subject.empty() && account.subject.find('\0') == std::string::npos, "an account has a subject");
    holds(account.issuer.starts_with("wecom:") && account.issuer.size() > 6, "an account has an issuer");
    holds(account.issuer.ends_with("#external") == !is_member, "an outsider is never taken for a member");
    holds(may_have_given(settings, account), "a ticket can be made of it");
    holds(accept_account(settings, account).has_value() == (who->who == user_info::person::member),
          "nobody but a member comes in");
}
