#pragma once

#include "core/error.hpp"

#include <cstdint>
#include <string_view>

namespace wecom {

// What a WeCom errcode means for a login. The one table of them; its facts are WeCom's global error code page.
struct errcode_facts {
    std::int64_t errcode;
    errc code;
    std::string_view cause_en, remedy_en;
    std::string_view cause_zh, remedy_zh;
};

// Codes that are not in the table are errc::upstream, with errcode 0 in the row.
const errcode_facts& facts_of_errcode(std::int64_t errcode);

// The calls of WeCom's API that a login and a self-test make.
enum class api_call { gettoken, getuserinfo, getuserdetail, user_get, agent_get };
std::string_view name_of(api_call call);

// The failure that an answer with this errcode is. errmsg is foreign text and decides nothing.
error upstream_error(api_call call, std::int64_t errcode, std::string_view errmsg);
// The errmsg of such a failure, printable. It lives in `of`.
std::string_view errmsg_of(const error& of);

// The token was refused, and a fresh one may be accepted.
bool refuses_token(const error& e);

}  // namespace wecom
