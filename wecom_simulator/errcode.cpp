#include "errcode.hpp"

#include <algorithm>
#include <iterator>

namespace simulator {

namespace {

struct entry {
    int errcode;
    std::string_view text;
};

// Texts that were never seen from the real server are our wording; docs/simulator.md lists which are known.
constexpr entry texts[] = {
    {-1, "system error"},
    {0, "ok"},
    {40001, "invalid credential"},
    {40003, "invalid userid"},
    {40013, "invalid corpid"},
    {40014, "invalid access_token"},
    {40029, "invalid code"},
    {40056, "invalid agentid"},
    {40058, "invalid Request Parameter"},
    {40091, "invalid secret"},
    {41001, "access_token missing"},
    {41002, "corpid missing"},
    {41004, "corpsecret missing"},
    {41008, "code missing"},
    {41009, "userid missing"},
    {41011, "agentid missing"},
    {42001, "access_token expired"},
    {45009, "api freq out of limit"},
    {45033, "api concurrent out of limit"},
    {48002, "api forbidden"},
    {50001, "redirect_uri unauthorized"},
    {50003, "app disabled"},
    {60011, "no privilege to access/modify contact/party/agent "},
    {60020, "not allow to access from your ip"},
    {60111, "userid not found"},
    {84014, "user_ticket expired"},
    {84015, "invalid user_ticket"},
    {84090, "user_ticket missing"},
    {301002, "not allow operate another agent with this accesstoken."},
};

}  // namespace

std::string_view errcode_text(int errcode) {
    auto found = std::ranges::find(texts, errcode, &entry::errcode);
    return found == std::end(texts) ? "unknown error" : found->text;
}

std::string hint_tail(int errcode, time_point now, std::string_view digits, std::string_view peer) {
    std::string tail = ", hint: [" + std::to_string(now.time_since_epoch().count());
    tail.append(digits).append("], from ip: ").append(peer);
    return tail + ", more info at https://open.work.weixin.qq.com/devtool/query?e=" + std::to_string(errcode);
}

}  // namespace simulator
