#pragma once

#include <boost/json.hpp>

#include <string>

namespace simulator {

// Where sources about the real WeCom disagree or are silent, and where it may change: each can be turned at run time.
// docs/simulator.md says for each what is known.
struct knobs {
    bool same_token_on_repeat = true;
    int token_lifetime = 7200;  // seconds, like the other lifetimes
    int code_lifetime = 300;
    int ticket_lifetime = 1800;
    int consent_lifetime = 30 * 24 * 3600;

    bool appid_on_qr_connect = true;
    bool appid_on_wwlogin = false;
    bool denial_redirects = true;        // a refusal goes back without a code; otherwise the page just stays
    bool require_wecom_client = true;    // the authorize page wants `wxwork` in the user agent
    bool strict_state = true;            // the authorize page wants [a-zA-Z0-9]{0,128}
    bool check_domain_on_page = true;    // otherwise a wrong domain is found at the redemption: 50001
    std::string hint_tail = "captured";  // or "always", "never"
    bool error_code_header = true;
    bool errcode_on_success = true;
    bool unknown_fields = false;
    bool escape_non_ascii = false;          // \uXXXX, in surrogate pairs where needed
    bool huge_values = false;               // tokens, codes and tickets of 512 bytes
    std::string userid_case = "canonical";  // or "lower", "upper": how the identity answers spell it
    int disabled_app_errcode = 40001;       // what gettoken answers for a disabled app; or 50003
    int invisible_member_errcode = 60011;   // what user/get answers; or 60111
    bool left_member_found = true;          // user/get shows status 5; otherwise 60111
    int wrong_secrets_until_ban = 100;      // then the address is banned from gettoken for an hour; 0: never
    int calls_per_minute = 10000;           // per corporation and API, then 45009 for a minute; 0: no limit
};

boost::json::object to_json(const knobs& all);

// Changes those that the patch names; throws malformed and changes nothing if one is unknown or has an impossible
// value.
void turn(knobs& all, const boost::json::value& patch);

}  // namespace simulator
