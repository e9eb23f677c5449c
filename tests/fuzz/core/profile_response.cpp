#include "core/account.hpp"
#include "core/wecom_api.hpp"
#include "fuzz/core/log_text.hpp"
#include "fuzz/target.hpp"

#include <boost/json/parse.hpp>

using namespace wecom;
using fuzz::holds;

namespace {

void look_at_profile(const config& settings, const member_profile& profile) {
    holds(!profile.status || (*profile.status >= 0 && *profile.status <= 99), "a status is a small number");
    for (const auto field :
         {&member_profile::name, &member_profile::alias, &member_profile::position, &member_profile::gender,
          &member_profile::mobile, &member_profile::email, &member_profile::biz_mail, &member_profile::avatar})
        holds((profile.*field).size() <= 1024 && is_utf8(profile.*field), "a text of a profile is short and UTF-8");

    user_info who;
    who.who = user_info::person::member;
    who.userid = "ZhangSan";
    const auto account = make_account(settings, who, profile);
    holds(account.subject == "zhangsan" && account.issuer == "wecom:ww1a2b3c4d5e6f7a8b",
          "nothing in a profile changes who somebody is");
    holds(account.avatar_url.empty() || ascii_lower(account.avatar_url).starts_with("https://"),
          "a picture comes by https");
    holds(boost::json::parse(account.claims_json).is_object(), "claims are an object");
}

}  // namespace

// auth/getuserdetail and user/get.
FUZZ_TARGET(profile_response) {
    static const config settings = parse_config(R"({"corpid": "ww1a2b3c4d5e6f7a8b", "profile": "full",
        "corpsecret": "TheSecretOfYourApp"})")
                                       .value();
    for (const auto parse : {parse_user_get_response, parse_get_user_detail_response}) {
        holds(!parse(input, ""), "a profile of nobody is none");
        holds(!parse(input, "zhangsan") || !parse(input, "lisi"), "a profile is of one member");
        if (const auto profile = parse(input, "zhangsan"))
            look_at_profile(settings, *profile);
        else
            holds(is_fit_for_a_log(profile.error().detail), "a refusal is fit for a log");
    }
}
