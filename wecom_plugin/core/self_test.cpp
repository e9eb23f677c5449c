#include "core/self_test.hpp"

#include "core/encoding.hpp"

namespace wecom {
namespace {

using namespace std::chrono_literals;

// As far apart as the clocks of two nodes may be.
constexpr auto tolerable_difference = 60s;

struct bilingual {
    std::string_view en, zh;
    std::string in(language lang) const { return std::string{lang == language::zh ? zh : en}; }
};

struct advice {
    bilingual what, remedy;
};

constexpr bilingual something_else_answers{
    "Check proxies, firewalls and /network/api_base: something else answers in WeCom's place.",
    "请检查代理、防火墙和 /network/api_base：应答者不是企业微信。"};

advice advice_on(errc code) {
    switch (code) {
        case errc::dns:
            return {{"The name of the server was not found.", "找不到服务器的域名。"},
                    {"Check the name servers of this machine (/etc/resolv.conf) and the name in /network/api_base.",
                     "请检查本机的域名服务器（/etc/resolv.conf）以及 /network/api_base 中的域名。"}};
        case errc::connect:
            return {{"No connection came about.", "无法建立连接。"},
                    {"Let this server out to that address and port: firewall, proxy, and the settings below /network.",
                     "请放行本服务器到该地址和端口的连接：防火墙、代理以及 /network 下的设置。"}};
        case errc::deadline:
            return {{"No answer came in the time that was given.", "在规定时间内没有收到应答。"},
                    {"A firewall or proxy probably drops the packets: allow the connection, or set /network/proxy.",
                     "可能是防火墙或代理丢弃了数据包：请放行该连接，或设置 /network/proxy。"}};
        case errc::net:
            return {{"The connection broke.", "连接中断。"},
                    {"Try again; if it lasts, look for a firewall or proxy that ends connections.",
                     "请重试；若持续出现，请排查是否有防火墙或代理切断连接。"}};
        case errc::tls_proto:
            return {{"The TLS handshake failed.", "TLS 握手失败。"},
                    {"Check the port in /network/api_base and whatever stands between: it has to let TLS 1.2 or newer "
                     "through.",
                     "请检查 /network/api_base 的端口以及中间设备：必须允许 TLS 1.2 或更高版本通过。"}};
        case errc::tls_cert:
            return {{"The certificate is not trusted.", "证书不受信任。"},
                    {"If it has expired or is not yet valid, check the date of this machine first. If a proxy of your "
                     "own inspects TLS, give its authority as /network/ca_file.",
                     "若证书已过期或尚未生效，请先检查本机日期；若贵司的代理会解密 TLS，请把其根证书配置为 "
                     "/network/ca_file。"}};
        case errc::tls_host:
            return {{"The certificate is somebody else's.", "证书不属于该服务器。"}, something_else_answers};
        case errc::http_proto:
        case errc::http_status:
        case errc::too_large:
        case errc::json:
        case errc::schema:
            return {{"The answer is not one of WeCom's.", "应答不是企业微信的格式。"}, something_else_answers};
        case errc::rate:
            return {{"Too many requests for now.", "请求过于频繁。"}, {"Try again in a minute.", "请一分钟后重试。"}};
        case errc::no_memory:
            return {
                {"This process has no memory, threads or descriptors left.", "本进程的内存、线程或文件描述符不足。"},
                {"Raise the limits of this process.", "请提高本进程的资源限制。"}};
        default:
            return {{"The test could not go on.", "测试无法继续。"},
                    {"Report it to the authors of this plugin.", "请向插件作者反馈。"}};
    }
}

bilingual addressee(audience who) {
    switch (who) {
        case audience::user:
        case audience::admin: return {"For the administrator of the app: ", "请应用管理员处理："};
        case audience::operator_: return {"For the operator of this server: ", "请服务器运维人员处理："};
        case audience::developer: return {"For the authors of this plugin: ", "请插件作者处理："};
    }
    return {};
}

// "..., from ip: 203.0.113.9, more info at ...": where WeCom saw us, which nobody else can tell for sure.
std::string address_in(std::string_view said) {
    constexpr std::string_view before = "from ip: ";
    const auto at = said.find(before);
    if (at == said.npos) return {};
    const auto begin = at + before.size();
    const std::string address{said.substr(begin, said.find_first_of(", ", begin) - begin)};
    return is_address(address) ? address : std::string{};
}

bilingual trusted_ip_advice() {
    return {" to the trusted IPs (企业可信IP) of the app in the WeCom console; it takes about a minute.",
            " 加入该应用的“企业可信IP”，约一分钟后生效。"};
}

step_report refused_by_wecom(test_step which, const error& why, language lang) {
    const auto& row = facts_of_errcode(why.upstream_code);
    const auto call = std::string{name_of(which == test_step::agent ? api_call::agent_get : api_call::gettoken)};
    const auto code = std::to_string(why.upstream_code);
    const std::string said{errmsg_of(why)};
    step_report out{.which = which, .state = step_state::failed};
    out.text = call + (lang == language::zh ? "：企业微信错误码 " : ": WeCom ") + code +
               (lang == language::zh ? "，" : ", ") + bilingual{row.cause_en, row.cause_zh}.in(lang) +
               (lang == language::zh ? "。（" : ". (") + said + (lang == language::zh ? "）" : ")");
    const auto address = why.code == errc::ip_not_trusted ? address_in(said) : std::string{};
    out.remedy = addressee(facts(why.code).who).in(lang);
    if (address.empty())
        out.remedy += bilingual{row.remedy_en, row.remedy_zh}.in(lang);
    else
        out.remedy += (lang == language::zh ? "请把 " : "Add ") + address + trusted_ip_advice().in(lang);
    return out;
}

step_report passed(test_step which, std::string text) {
    return {.which = which, .state = step_state::passed, .text = std::move(text)};
}

step_report skipped(test_step which, const bilingual& why, language lang) {
    return {.which = which, .state = step_state::skipped, .text = why.in(lang)};
}

}  // namespace

std::string_view name_of(test_step which) {
    switch (which) {
        case test_step::resolve: return "resolve";
        case test_step::connect: return "connect";
        case test_step::tls: return "tls";
        case test_step::clock: return "clock";
        case test_step::token: return "token";
        case test_step::agent: return "agent";
    }
    return "";
}

step_report failed_step(test_step which, const error& why, language lang) {
    if (why.upstream_code != 0) return refused_by_wecom(which, why, lang);
    const auto said = advice_on(why.code);
    step_report out{.which = which, .state = step_state::failed};
    out.text = said.what.in(lang);
    if (!why.detail.empty())
        out.text += (lang == language::zh ? "（" : " (") + why.detail + (lang == language::zh ? "）" : ")");
    out.remedy = addressee(facts(why.code).who).in(lang) + said.remedy.in(lang);
    return out;
}

step_report skipped_after(test_step which, test_step culprit, language lang) {
    const auto name = std::string{name_of(culprit)};
    return {.which = which,
            .state = step_state::skipped,
            .text = lang == language::zh ? "未执行：前面的步骤 " + name + " 失败。"
                                         : "Not tried: the step \"" + name + "\" failed before."};
}

step_report resolved(const address_list& addresses, const route& how, language lang) {
    std::string all;
    for (const auto& one : addresses)
        all.append(all.empty() ? "" : ", ").append(one);
    const bool pinned = !how.pins.empty();
    const bilingual source{pinned ? " (as /network/pins says)" : "", pinned ? "（来自 /network/pins）" : ""};
    return passed(test_step::resolve, how.peer() + ": " + all + source.in(lang));
}

step_report connected(std::string_view address, const route& how, language lang) {
    const auto to = host_and_port(std::string{address}, how.port());
    if (!how.proxy) return passed(test_step::connect, (lang == language::zh ? "已连接 " : "Connected to ") + to);
    return passed(test_step::connect,
                  (lang == language::zh ? "已通过代理连接：" : "Connected through the proxy at ") + to);
}

step_report secured(std::string_view protocol, const route& how, language lang) {
    const auto& host = how.base.host;
    return passed(test_step::tls,
                  std::string{protocol} + (lang == language::zh ? "，证书属于 " : ", with the certificate of ") + host);
}

step_report in_clear(language lang) {
    return skipped(test_step::tls,
                   {"Not tried: /network/api_base is plain http, so everything crosses the network unencrypted.",
                    "未执行：/network/api_base 使用明文 http，所有内容均未加密传输。"},
                   lang);
}

step_report compared_clocks(std::optional<std::chrono::sys_seconds> theirs, wall_ms ours, language lang) {
    if (!theirs)
        return skipped(test_step::clock, {"Not compared: no answer said the time.", "未比较：没有应答给出时间。"},
                       lang);
    const auto here = std::chrono::sys_time<std::chrono::milliseconds>{std::chrono::milliseconds{ours}};
    const auto ahead = std::chrono::duration_cast<std::chrono::seconds>(here - *theirs);
    const auto apart = std::to_string(std::abs(ahead.count()));
    if (abs(ahead) <= tolerable_difference)
        return passed(test_step::clock, lang == language::zh ? "本机时钟与企业微信相差 " + apart + " 秒"
                                                             : "This clock and WeCom's are " + apart + " s apart");
    step_report out{.which = test_step::clock, .state = step_state::failed};
    out.text = lang == language::zh
                   ? "本机时钟比企业微信" + std::string{ahead > 0s ? "快 " : "慢 "} + apart + " 秒。"
                   : "This clock is " + apart + " s " + (ahead > 0s ? "ahead of" : "behind") + " WeCom's.";
    out.remedy = addressee(audience::operator_).in(lang) +
                 bilingual{"Set it by NTP: certificates, and the age of a login, are judged by it.",
                           "请启用 NTP 校时：证书和登录的有效期均以本机时钟判断。"}
                     .in(lang);
    return out;
}

step_report got_token(const app_token& token, language lang) {
    const auto life = std::to_string(token.lifetime.count());
    return passed(test_step::token,
                  lang == language::zh
                      ? "企业 ID 与 Secret 正确，access_token 有效期 " + life + " 秒"
                      : "Corp ID and Secret are accepted; the access token is good for " + life + " s");
}

step_report saw_app(const app_state& app, language lang) {
    const auto name = printable(app.name, 64);
    if (app.enabled) return passed(test_step::agent, (lang == language::zh ? "应用：" : "The app is ") + name);
    step_report out{.which = test_step::agent, .state = step_state::failed};
    out.text = (lang == language::zh ? "应用已停用：" : "The app is disabled: ") + name;
    const auto& row = facts_of_errcode(50003);
    out.remedy = addressee(audience::admin).in(lang) + bilingual{row.remedy_en, row.remedy_zh}.in(lang);
    return out;
}

step_report no_app_to_see(language lang) {
    return skipped(test_step::agent,
                   {"Not tried: there is no agentid. Whether WeCom trusts the address of this server was not seen.",
                    "未执行：未配置 agentid，因此也未检查企业微信是否信任本服务器的 IP。"},
                   lang);
}

}  // namespace wecom
