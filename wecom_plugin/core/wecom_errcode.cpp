#include "core/wecom_errcode.hpp"

#include "core/encoding.hpp"

#include <algorithm>

namespace wecom {
namespace {

using namespace std::chrono_literals;

constexpr errcode_facts unknown{0,
                                errc::upstream,
                                "WeCom refused the request",
                                "Look the code up at open.work.weixin.qq.com/devtool.",
                                "企业微信拒绝了请求",
                                "请在 open.work.weixin.qq.com/devtool 查询错误码。"};

constexpr std::string_view reenter_secret_en = "Copy the Secret again from the page of the app in the WeCom console.";
constexpr std::string_view reenter_secret_zh = "请从企业微信管理后台的应用详情页重新复制 Secret。";
constexpr std::string_view visible_range_en = "Add the person to the visible range of the app in the WeCom console.";
constexpr std::string_view visible_range_zh = "请在管理后台把该成员加入应用的可见范围。";
constexpr std::string_view wait_en =
    "Nothing to do; it passes by itself. If it lasts, find out what else uses this app.";
constexpr std::string_view wait_zh = "无需处理，会自行恢复；若持续出现，请排查还有哪些系统在使用该应用。";
constexpr std::string_view defect_en = "Report it to the authors of this plugin.";
constexpr std::string_view defect_zh = "请向插件作者反馈。";
constexpr std::string_view start_again_en = "The person starts the login again.";
constexpr std::string_view start_again_zh = "请用户重新登录。";
constexpr std::string_view trust_domain_en =
    "In the WeCom console, enter the callback domain (with its port, without https://) as trusted domain of web pages "
    "and as "
    "authorization callback domain.";
constexpr std::string_view trust_domain_zh =
    "请在管理后台把回调域名（含端口，不含 https://）填入“网页授权及JS-SDK”可信域名以及“企业微信授权登录”授权回调域。";

constexpr errcode_facts table[] = {
    {-1, errc::busy, "WeCom is busy", wait_en, "企业微信系统繁忙", wait_zh},
    {6000, errc::busy, "WeCom met a conflict of data versions", wait_en, "企业微信数据版本冲突", wait_zh},
    {40001, errc::credential, "the Secret is wrong, was reset, or the app is disabled", reenter_secret_en,
     "Secret 错误、已重置或应用已停用", reenter_secret_zh},
    {40003, errc::upstream, "WeCom does not know this member id", visible_range_en, "成员 ID 无效", visible_range_zh},
    {40013, errc::credential, "the Corp ID is wrong", "Copy the Corp ID again from My Company in the WeCom console.",
     "企业 ID 错误", "请从管理后台“我的企业”页面重新复制企业 ID。"},
    {40014, errc::token_refused, "the access token is no longer valid",
     "Nothing to do; a new one is fetched. If it lasts, reset the Secret.", "access_token 已失效",
     "无需处理，会自动重新获取；若持续出现，请重置 Secret。"},
    {40029, errc::code_invalid, "the code was used before, is older than five minutes, or belongs to another app",
     start_again_en, "code 已使用、超过五分钟或属于其他应用", start_again_zh},
    {40035, errc::upstream, "a parameter is not acceptable", defect_en, "参数不合法", defect_zh},
    {40056, errc::upstream, "the Agent ID is wrong", "Copy the Agent ID from the page of the app.", "AgentId 错误",
     "请从应用详情页复制 AgentId。"},
    {40058, errc::upstream, "a parameter is not acceptable", defect_en, "参数不合法", defect_zh},
    {40063, errc::upstream, "a parameter is empty", defect_en, "参数为空", defect_zh},
    {40078, errc::code_invalid, "the authorization code was used before", start_again_en, "授权码已使用",
     start_again_zh},
    {40091, errc::credential, "the Secret belongs to another corporation", reenter_secret_en, "Secret 属于其他企业",
     reenter_secret_zh},
    {41001, errc::upstream, "the access token is missing", defect_en, "缺少 access_token", defect_zh},
    {41002, errc::upstream, "the Corp ID is missing", defect_en, "缺少 corpid", defect_zh},
    {41004, errc::upstream, "the Secret is missing", defect_en, "缺少 corpsecret", defect_zh},
    {41008, errc::code_invalid, "the code is missing", start_again_en, "缺少 code", start_again_zh},
    {41009, errc::upstream, "the member id is missing", defect_en, "缺少 userid", defect_zh},
    {42001, errc::token_refused, "the access token has expired", "Nothing to do; a new one is fetched.",
     "access_token 已过期", "无需处理，会自动重新获取。"},
    {42003, errc::code_invalid, "the code has expired", start_again_en, "code 已过期", start_again_zh},
    {42022, errc::code_invalid, "the code was used before", start_again_en, "code 已使用", start_again_zh},
    {45009, errc::rate, "this API was called too often; or this address sent a wrong Secret many times", wait_en,
     "接口调用超过频率限制，或该 IP 多次使用错误的 Secret", wait_zh},
    {45033, errc::busy, "this API has too many calls at once", wait_en, "接口并发调用超过限制", wait_zh},
    {48001, errc::upstream, "the app may not use this API", "Check which kind of app the Secret belongs to.",
     "应用无权调用该接口", "请确认 Secret 属于哪种应用。"},
    {48002, errc::upstream, "the app may not use this API", "Check which kind of app the Secret belongs to.",
     "应用无权调用该接口", "请确认 Secret 属于哪种应用。"},
    {48004, errc::upstream, "the app is no longer authorised", "Authorise the app again in the WeCom console.",
     "应用授权已失效", "请在管理后台重新授权该应用。"},
    {48006, errc::upstream, "WeCom has withdrawn this right, since the app did not use it for long",
     "Enable the API again on the page of the app.", "应用长期未使用该接口，权限已被收回",
     "请在应用详情页重新开启接口权限。"},
    {48009, errc::ip_not_trusted, "new addresses may not use the Secret of the address book",
     "Use the Secret of an app of your own instead.", "通讯录同步 Secret 不允许新 IP 调用",
     "请改用自建应用的 Secret。"},
    {50001, errc::upstream, "the callback domain is not trusted for this app, or the code belongs to another app",
     trust_domain_en, "回调域名不是该应用的可信域名，或 code 属于其他应用", trust_domain_zh},
    {50002, errc::upstream, "the member is outside the range of the app", visible_range_en, "成员不在应用权限范围内",
     visible_range_zh},
    {50003, errc::upstream, "the app is disabled", "Enable the app in the WeCom console.", "应用已停用",
     "请在管理后台启用该应用。"},
    {60011, errc::upstream, "the member is outside the visible range of the app", visible_range_en,
     "成员不在应用可见范围内", visible_range_zh},
    {60020, errc::ip_not_trusted, "the address of this server is not among the trusted IPs of the app",
     "Add the outgoing address named by WeCom to the trusted IPs (企业可信IP) of the app; it takes about a minute.",
     "本服务器的出口 IP 不在应用的企业可信IP 中",
     "请把企业微信提示中的出口 IP 加入应用的“企业可信IP”，约一分钟后生效。"},
    {60021, errc::upstream, "the member is outside the visible range of the app", visible_range_en,
     "成员不在应用可见范围内", visible_range_zh},
    {60030, errc::upstream, "the member is outside the visible range of the app", visible_range_en,
     "成员不在应用可见范围内", visible_range_zh},
    {60031, errc::upstream, "WeCom has banned the app from this API",
     "Ask WeCom's support, with the hint of this message.", "应用被禁止调用该接口",
     "请凭提示中的 hint 联系企业微信客服。"},
    {60111, errc::upstream, "WeCom does not know this member, or the app may not see it", visible_range_en,
     "成员不存在或应用不可见", visible_range_zh},
    {80001, errc::upstream, "the trusted domain is wrong or its ownership is not verified", trust_domain_en,
     "可信域名不正确或未通过归属校验", trust_domain_zh},
    {84014, errc::upstream, "the ticket for the private data has expired", start_again_en, "user_ticket 已过期",
     start_again_zh},
    {84015, errc::upstream, "the ticket for the private data is not valid", start_again_en, "user_ticket 无效",
     start_again_zh},
    {84025, errc::upstream, "the state has characters that WeCom does not take", defect_en, "state 含有不允许的字符",
     defect_zh},
    {84090, errc::upstream, "the ticket for the private data is missing", defect_en, "缺少 user_ticket", defect_zh},
    {301002, errc::upstream, "the token belongs to another app", "Enter Agent ID and Secret of the same app.",
     "access_token 属于其他应用", "请填写同一应用的 AgentId 与 Secret。"},
    {2000002, errc::credential, "the Corp ID is not valid",
     "Copy the Corp ID again from My Company in the WeCom console.", "企业 ID 无效",
     "请从管理后台“我的企业”页面重新复制企业 ID。"},
};

static_assert(std::is_sorted(std::begin(table), std::end(table),
                             [](const auto& a, const auto& b) { return a.errcode < b.errcode; }));

constexpr std::string_view before_errmsg = " | errmsg: ";

errc meaning(api_call call, const errcode_facts& row) {
    // Some APIs answer a stale token like a wrong secret; at gettoken it is the secret.
    if (row.errcode == 40001 && call != api_call::gettoken) return errc::token_refused;
    return row.code;
}

}  // namespace

std::string_view name_of(api_call call) {
    switch (call) {
        case api_call::gettoken: return "gettoken";
        case api_call::getuserinfo: return "auth/getuserinfo";
        case api_call::getuserdetail: return "auth/getuserdetail";
        case api_call::user_get: return "user/get";
        case api_call::agent_get: return "agent/get";
    }
    return "";
}

const errcode_facts& facts_of_errcode(std::int64_t errcode) {
    const auto* row = std::lower_bound(std::begin(table), std::end(table), errcode,
                                       [](const auto& r, std::int64_t wanted) { return r.errcode < wanted; });
    return row != std::end(table) && row->errcode == errcode ? *row : unknown;
}

error upstream_error(api_call call, std::int64_t errcode, std::string_view errmsg) {
    const auto& row = facts_of_errcode(errcode);
    error out;
    out.code = meaning(call, row);
    out.upstream_code = static_cast<int>(std::clamp<std::int64_t>(errcode, INT32_MIN, INT32_MAX));
    if (out.code == errc::rate) out.retry_after = 60s;
    if (out.code == errc::busy) out.retry_after = 1s;
    out.detail = std::string{name_of(call)} + ": WeCom " + std::to_string(errcode) + ", " + std::string{row.cause_en} +
                 ". " + std::string{row.remedy_en} + " | " + std::string{row.cause_zh} + "。" +
                 std::string{row.remedy_zh} + std::string{before_errmsg} + printable(errmsg);
    return out;
}

std::string_view errmsg_of(const error& of) {
    const auto at = of.detail.find(before_errmsg);
    return at == of.detail.npos ? std::string_view{} : std::string_view{of.detail}.substr(at + before_errmsg.size());
}

bool refuses_token(const error& e) { return e.code == errc::token_refused; }

}  // namespace wecom
