#pragma once

#include <string>

// Bodies as WeCom writes them.
inline std::string token_answer(const std::string& token) {
    return R"({"errcode":0,"errmsg":"ok","access_token":")" + token + R"(","expires_in":7200})";
}
inline std::string member_answer(const std::string& userid) {
    return R"({"errcode":0,"errmsg":"ok","userid":")" + userid + R"("})";
}
inline std::string refusal(int errcode) {
    return R"({"errcode":)" + std::to_string(errcode) + R"(,"errmsg":"refused"})";
}
