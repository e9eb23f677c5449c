#pragma once

#include "core/config.hpp"
#include "core/http_message.hpp"
#include "core/wecom_errcode.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace wecom {

// The calls of a login and a self-test as values: each request is built from plain values, each answer read into a
// struct or refused. An answer counts as success only if it has an integer `errcode` of 0; `errmsg` decides nothing.

struct app_token {
    secret value;
    std::chrono::seconds lifetime{0};  // 60 to 7200; 300 where WeCom's figure is missing or absurd
};

http_request make_get_token_request(const config& settings);
result<app_token> parse_get_token_response(std::string_view body);

// Who a code belongs to.
struct user_info {
    enum class person { member, linked, external };
    person who = person::external;
    std::string userid;         // as WeCom wrote it; of a member or linked member, never empty
    std::string linked_corpid;  // of a linked member
    std::string openid, external_userid;
    secret user_ticket;  // for the private data, if the person was asked for it
};

http_request make_get_user_info_request(const secret& token, const secret& code);
result<user_info> parse_get_user_info_response(std::string_view body);

// What WeCom knows about a member beyond the id. Absent fields are empty: apps made after June 2022 get few of them.
struct member_profile {
    std::optional<int> status;  // 1 active, 2 disabled, 4 not activated, 5 left
    std::string name, alias, position, gender;
    std::string mobile, email, biz_mail, avatar;
    std::vector<std::int64_t> department;
    std::optional<std::int64_t> main_department;
    bool complete = true;  // all that was asked for was answered
};

http_request make_user_get_request(const secret& token, std::string_view userid);
result<member_profile> parse_user_get_response(std::string_view body, std::string_view userid);

http_request make_get_user_detail_request(const secret& token, const secret& user_ticket);
result<member_profile> parse_get_user_detail_response(std::string_view body, std::string_view userid);

// The app itself, as WeCom has it. What it says about the people who see the app is passed over, however many.
struct app_state {
    std::string name;
    bool enabled = true;
};

http_request make_get_agent_request(const secret& token, std::string_view agentid);
result<app_state> parse_get_agent_response(std::string_view body);

}  // namespace wecom
